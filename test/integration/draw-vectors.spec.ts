import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const vectors = path.join(root, 'test/vectors/draw-2');
const python = (file: string) =>
  spawnSync('python3', [path.join(root, 'test/python/draw.py'), file], { encoding: 'utf8' });

/** Where python3 cannot be had, the run said so and these tests are left out. */
const withPython = process.env['OPENMERIT_SKIP_PYTHON'] === '1' ? describe.skip : describe;

withPython('the second implementation, in Python', () => {
  it('gets every vector as the first one does', () => {
    const { status, stdout } = python(vectors);
    expect(stdout).toBe(`${String(readdirSync(vectors).length)} files checked, 0 faults\n`);
    expect(status).toBe(0);
  });

  it('finds a changed share', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-vectors-'));
    const bundle = JSON.parse(readFileSync(path.join(vectors, 'bundle-one-form.json'), 'utf8')) as {
      shares: { share: string }[];
    };
    const [first] = bundle.shares;
    if (first) first.share = first.share.replaceAll('0', '1');
    writeFileSync(path.join(folder, 'bundle.json'), JSON.stringify(bundle));
    const { status, stdout } = python(path.join(folder, 'bundle.json'));
    rmSync(folder, { recursive: true });
    expect(stdout).toContain('bundle.json: shares');
    expect(status).toBe(1);
  });
});

it('the vectors are what their script makes', () => {
  const before = readdirSync(vectors).map((name) => readFileSync(path.join(vectors, name), 'utf8'));
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'test/vectors/make-draw-2.mjs'), '--check'],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(readdirSync(vectors).map((name) => readFileSync(path.join(vectors, name), 'utf8'))).toEqual(before);
});
