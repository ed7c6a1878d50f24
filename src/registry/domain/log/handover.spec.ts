import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, leafHash, merkleRoot, type Json } from '../../../kernel/index.js';
import { makeFact } from '../../../platform/index.js';
import { signingKeyFact } from '../../facts.js';
import { checkpointText } from './checkpoint.js';
import { readHandover, writeHandover } from './handover.js';
import { noteKeyId, writeNote, type VerifierKey } from './signed-note.js';

const NAME = 'openmerit.example/log';
function pair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const key: VerifierKey = { name: NAME, kind: 'ed25519', publicKey: raw };
  return { key, sign: (text: string) => sign(null, Buffer.from(text), privateKey) };
}
const [old, next] = [pair(), pair()];

/** A handover in a log of two entries, the second of which states the key. */
function handoverTo(key: VerifierKey, signer = old): string {
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  const view = { keyId: 'checkpoints-1', publicKey, retiredAt: null };
  const { fact, content } = makeFact(signingKeyFact('checkpoints', view, new Date(0)));
  const before = leafHash('before');
  const root = merkleRoot([before, leafHash(canonicalJson(fact as unknown as Json))]);
  const text = checkpointText({ origin: NAME, size: 2, root });
  const signature = { name: NAME, keyId: noteKeyId(signer.key), signature: signer.sign(text) };
  const checkpoint = writeNote({ text, signatures: [signature] });
  return writeHandover(
    { index: 1, hashes: [before], checkpoint },
    { fact: fact as unknown as Json, shown: content.shown },
  );
}

it('leads from a key to the one that it says signs next', () => {
  const read = readHandover(handoverTo(next.key), old.key);
  expect(read.ok && read.value).toMatchObject({ next: next.key, index: 1, checkpoint: { size: 2 } });
  // The key is its own: nobody else's signature hands it over, and to itself it hands over nothing.
  expect(readHandover(handoverTo(next.key, next), old.key).ok).toBe(false);
  expect(readHandover(handoverTo(next.key), next.key).ok).toBe(false);
  expect(readHandover(handoverTo(old.key), old.key).ok).toBe(false);
});

it('leads nowhere with any byte of its file changed', () => {
  const file = Buffer.from(handoverTo(next.key));
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (place, by) => {
      const changed = Buffer.from(file);
      changed[place] = ((file[place] as number) + by) % 256;
      expect([place, by, readHandover(changed.toString('utf8'), old.key).ok]).toEqual([place, by, false]);
    }),
    { numRuns: 1000 },
  );
});
