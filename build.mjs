/**
 * Compiles src, migrations and bench to dist with SWC and builds the pages' assets.
 * `--if-stale` does nothing when dist is newer than every source, so a second start is quick.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const stamp = path.join('dist', '.built');
const folders = ['src', 'migrations', 'bench'].filter((folder) => existsSync(folder));

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const sources = folders.flatMap(files);
const inputs = [...sources, 'package.json', '.swcrc', 'build.mjs'];
const fresh =
  existsSync(stamp) &&
  inputs.every((file) => statSync(file).mtimeMs <= statSync(stamp).mtimeMs) &&
  readFileSync(stamp, 'utf8') === String(sources.length);
if (process.argv.includes('--if-stale') && fresh) process.exit(0);

// Without the development tools (a pruned image) what is built already is what runs.
const swc = await import('@swc/core').catch(() => undefined);
if (!swc) {
  if (existsSync(stamp)) process.exit(0);
  process.stderr.write('The build needs the development dependencies: run "npm ci" first.\n');
  process.exit(1);
}

process.stdout.write('Building …\n');
rmSync('dist', { recursive: true, force: true });
const browserOnly = [
  path.join('src', 'pages', 'browser'),
  path.join('src', 'sitting', 'player'),
  path.join('src', 'proctoring', 'board'),
  path.join('src', 'proctoring', 'player'),
  path.join('src', 'question-bank', 'preview'),
  path.join('src', 'verify', 'browser'),
  path.join('src', 'people', 'browser'),
];
await Promise.all(
  sources
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !file.endsWith('.spec.ts') &&
        !browserOnly.some((folder) => file.startsWith(folder + path.sep)),
    )
    .map(async (file) => {
      const target = path.join('dist', file.replace(/\.ts$/, '.js'));
      const { code, map } = await swc.transformFile(file, { sourceFileName: path.resolve(file) });
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
      writeFileSync(`${target}.map`, map);
    }),
);
// Scripts of worker threads are plain JavaScript, and begin from where they lie.
for (const file of sources.filter((one) => one.endsWith('.mjs'))) {
  mkdirSync(path.dirname(path.join('dist', file)), { recursive: true });
  copyFileSync(file, path.join('dist', file));
}
const assets = path.resolve('dist/src/pages/build-assets.js');
if (existsSync(assets)) {
  const { buildAssets } = await import(pathToFileURL(assets).href);
  await buildAssets();
}
writeFileSync(stamp, String(sources.length));
