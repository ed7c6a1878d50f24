import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { trimGovukCss } from './trim-govuk-css.js';

// Name served → where it begins. Each is one file on the wire.
const ENTRIES: Readonly<Record<string, string>> = {
  'app.css': 'src/pages/assets/app.css',
  'appeal.css': 'src/pages/assets/appeal.css',
  'enhance.js': 'src/pages/assets/enhance.js',
  'application.css': 'src/pages/assets/application.css',
  'day.css': 'src/pages/assets/day.css',
  'log.css': 'src/pages/assets/log.css',
  'marking.css': 'src/pages/assets/marking.css',
  'snapshots.css': 'src/pages/assets/snapshots.css',
  'room.js': 'src/pages/assets/room.js',
  'rehearsal-progress.js': 'src/pages/assets/rehearsal-progress.js',
  'progress.js': 'src/pages/assets/progress.js',
  'favicon.svg': 'src/pages/assets/favicon.svg',
  'player.js': 'src/sitting/player/player.ts',
  'player.css': 'src/sitting/player/player.css',
  'board.js': 'src/proctoring/board/board.ts',
  'board.css': 'src/proctoring/board/board.css',
  'watch.js': 'src/proctoring/player/watch.ts',
  'watch.css': 'src/proctoring/player/watch.css',
  'receipt.js': 'src/sitting/player/receipt.ts',
  'exam-worker.js': 'src/sitting/player/exam-worker.ts',
  'practice.js': 'src/sitting/player/practice/practice.ts',
  'practice.css': 'src/sitting/player/practice/practice.css',
  'device-check.js': 'src/sitting/player/device-check/device-check.ts',
  'device-worker.js': 'src/sitting/player/device-check/device-worker.ts',
  'device-check.css': 'src/sitting/player/device-check/device-check.css',
  'item-preview.js': 'src/question-bank/preview/item-preview.ts',
  'item-preview.css': 'src/question-bank/item-types/view/items.css',
  'items.css': 'src/pages/assets/items.css',
  'receipt-drop.js': 'src/verify/browser/receipt-drop.ts',
  'passkey.js': 'src/people/browser/passkey.ts',
  'item-editor.js': 'src/question-bank/preview/item-editor.ts',
};

const trimGovuk: Plugin = {
  name: 'trim-govuk',
  setup: (build) => {
    build.onLoad({ filter: /govuk-frontend\.min\.css$/ }, async ({ path: file }) => ({
      contents: trimGovukCss(await readFile(file, 'utf8')),
      loader: 'css',
    }));
  },
};

/** Bundles and minifies the pages' assets, each under a name with its hash, and writes a manifest of them. */
export async function buildAssets(outDir = 'dist/assets'): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const manifest: Record<string, string> = {};
  for (const [name, entry] of Object.entries(ENTRIES)) {
    if (!existsSync(entry)) continue;
    const contents = name.endsWith('.svg') ? await readFile(entry) : await bundle(entry, outDir);
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
    const extension = path.extname(name);
    const hashed = `${path.basename(name, extension)}.${hash}${extension}`;
    writeFileSync(path.join(outDir, hashed), contents);
    manifest[name] = hashed;
  }
  writeFileSync(path.join(outDir, 'manifest.json'), JSON.stringify(manifest));
}

async function bundle(entry: string, outDir: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022'],
    legalComments: 'none',
    plugins: [trimGovuk],
    outdir: outDir,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`${entry} gave no bundle`);
  return file.contents;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildAssets();
