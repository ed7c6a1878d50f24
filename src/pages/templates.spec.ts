import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import nunjucks from 'nunjucks';

const root = path.resolve(import.meta.dirname, '..');
const templates = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.njk'),
);

// A tag that the engine does not know shows only when somebody opens the page.
describe('the templates', () => {
  it.each(templates)('%s can be read by the engine', (file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    expect(() => nunjucks.precompileString(text, { name: file })).not.toThrow();
  });
});
