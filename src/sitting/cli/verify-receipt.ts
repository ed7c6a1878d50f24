import { readFileSync } from 'node:fs';
import { keptReceiptHash, readKeys, readReceipt, verifyReceipt } from '../domain/verify-receipt.js';

// As `verify draw` ends: all holds; a check failed; nothing could be checked.
const HOLDS = 0;
const FAILS = 1;
const UNUSABLE = 2;

/**
 * Checks a receipt from its file and the platform's list of public keys, and says of each check whether it holds.
 *
 * @param say takes one line. @returns the exit code.
 */
export function verifyReceiptFile(file: string, keysFile: string, say: (line: string) => void): number {
  const text = read(file);
  const keysText = read(keysFile);
  if (text === undefined || keysText === undefined) {
    say(`${text === undefined ? file : keysFile} cannot be read.`);
    return UNUSABLE;
  }
  const receipt = readReceipt(text);
  if (!receipt.ok) {
    say(`${file}: ${receipt.refusal.detail}`);
    return UNUSABLE;
  }
  const keys = readKeys(keysText);
  if (!keys.ok) {
    say(`${keysFile}: ${keys.refusal.detail}`);
    return UNUSABLE;
  }
  const { body, keyId } = receipt.value;
  say(`Receipt ${String(body.number)} of candidate ${body.candidateNumber}, session ${body.session}.`);
  say(`Closed ${body.closedAt}, ${String(body.answered)} of ${String(body.items)} questions answered.`);
  const words = {
    key: `the list of public keys has ${keyId}`,
    signature: 'this key signed this receipt, and nothing in it was changed',
  } as const;
  const wrong = {
    key: `the list of public keys has no ${keyId}: take the newest list, from the platform itself`,
    signature: 'the signature is not of this receipt: something in the file was changed after it was signed',
  } as const;
  for (const { check, holds } of verifyReceipt(receipt.value, keys.value)) {
    say(holds ? `holds  ${check}: ${words[check]}` : `FAILS  ${check}: ${wrong[check]}`);
    if (!holds) return FAILS;
  }
  say('Both hold. Now look for this hash among the receipts of the public registry:');
  say(`  ${keptReceiptHash(receipt.value)}`);
  say(`It was promised to be there by ${body.inLogBy}.`);
  return HOLDS;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
