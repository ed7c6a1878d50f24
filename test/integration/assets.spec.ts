import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';

const folder = path.join(PROJECT_DIR, 'dist', 'assets');
const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<
  string,
  string
>;
const asset = (name: string): Buffer => readFileSync(path.join(folder, manifest[name] ?? ''));

describe('the exam page on a poor line', () => {
  it.each([
    ['an exam', ['player.css', 'player.js', 'exam-worker.js']],
    ['practice', ['player.css', 'practice.css', 'practice.js']],
    ['the device check', ['device-check.css', 'device-check.js', 'device-worker.js']],
  ])('has all code and styles of %s in less than 100 KB', (_page, own) => {
    const bytes = ['app.css', 'enhance.js', ...own].map((name) => gzipSync(asset(name), { level: 9 }).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(100_000);
  });

  it('brings nothing of Node, and no cleaner that only the server needs', () => {
    for (const name of [
      'player.js',
      'exam-worker.js',
      'receipt.js',
      'practice.js',
      'device-check.js',
      'item-preview.js',
    ])
      expect(asset(name).toString()).not.toMatch(/sanitize|htmlparser|node:|createHash/);
  });
});
