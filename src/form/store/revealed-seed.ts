import { gunzipSync } from 'node:zlib';
import type { Tx } from '../../platform/index.js';
import { seedOf } from '../domain/draw/bundle-seed-checks.js';
import { readBundle } from '../domain/draw/verify-bundle.js';
import { drawBundle } from './draw-store.js';

/** The seed of a draw as its published bundle gives it to anybody; undefined before it is revealed. */
export async function revealedSeed(tx: Tx, drawId: string): Promise<Buffer | undefined> {
  const packed = await drawBundle(tx, drawId);
  const bundle = packed && readBundle(gunzipSync(packed).toString('utf8'));
  return bundle?.ok ? seedOf(bundle.value) : undefined;
}
