import { rows, type Tx } from '../../platform/index.js';
import type { Media } from '../domain/media.js';

/** Keeps pictures, named by their content; one that is there stays. */
export async function keepMedia(tx: Tx, media: readonly Media[]): Promise<void> {
  if (media.length === 0) return;
  await rows(
    tx,
    `INSERT INTO item_media (hash, media_type, bytes)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) ON CONFLICT (hash) DO NOTHING RETURNING hash`,
    [
      media.map(({ hash }) => hash),
      media.map(({ mediaType }) => mediaType),
      media.map(({ bytes }) => Buffer.from(bytes)),
    ],
  );
}

/** Pictures by their hash, as `data:` addresses (RFC 2397): a form carries what it shows and works without a line. */
export async function mediaAddresses(
  tx: Tx,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ hash: string; address: string }>(
    tx,
    `SELECT hash, 'data:' || media_type || ';base64,' || replace(encode(bytes, 'base64'), E'\\n', '') AS address
     FROM item_media WHERE hash = ANY($1::text[])`,
    [hashes],
  );
  return new Map(found.map(({ hash, address }) => [hash, address]));
}
