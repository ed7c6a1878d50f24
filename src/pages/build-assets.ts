import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

// name served → where it begins. Each is one file on the wire.
const ENTRIES: Readonly<Record<string, string>> = {
  'app.css': 'src/pages/assets/app.css',
  'player.js': 'src/sitting/player/player.ts',
  'player.css': 'src/sitting/player/player.css',
  'favicon.svg': 'src/pages/assets/favicon.svg',
};

// GDS Transport may be used by gov.uk alone: its declarations go, and system fonts take its place (theme.css).
const withoutTransport: Plugin = {
  name: 'without-transport',
  setup({ onLoad }) {
    onLoad({ filter: /govuk-frontend.*\.css$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8')
        .replace(/@font-face\{[^}]*\}/g, '')
        .replaceAll(/"?GDS Transport"?,/g, ''),
      loader: 'css',
    }));
  },
};

/** Bundles and minifies the pages' assets into dist/assets, each under a name with its hash, and a manifest of them. */
export async function buildAssets(outDir = 'dist/assets'): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const manifest: Record<string, string> = {};
  for (const [name, entry] of Object.entries(ENTRIES)) {
    if (!existsSync(entry)) continue;
    const result = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: ['es2022'],
      legalComments: 'none',
      loader: { '.svg': 'copy', '.woff': 'empty', '.woff2': 'empty', '.png': 'empty', '.ico': 'empty' },
      external: ['/assets/*'],
      outdir: outDir,
      logLevel: 'error',
      plugins: [withoutTransport],
    });
    const file = result.outputFiles.at(-1);
    if (!file) continue;
    const hash = createHash('sha256').update(file.contents).digest('hex').slice(0, 12);
    const extension = path.extname(name);
    manifest[name] = `${path.basename(name, extension)}.${hash}${extension}`;
    writeFileSync(path.join(outDir, manifest[name]), file.contents);
  }
  writeFileSync(path.join(outDir, 'manifest.json'), JSON.stringify(manifest));
}
