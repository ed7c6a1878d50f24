import { canonicalJson, isSignedBy, ok, refuse, sha256, type Json, type Result } from '../../kernel/index.js';

/** A receipt as its holder keeps it. Of the body only what a check names is looked at: all of it is signed. */
export interface KeptReceipt {
  readonly body: {
    readonly number: number;
    readonly candidateNumber: string;
    readonly session: string;
    readonly closedAt: string;
    readonly items: number;
    readonly answered: number;
    readonly inLogBy: string;
  };
  /** Base64. */
  readonly signature: string;
  readonly keyId: string;
}

/** A public key as the platform lists it. */
export interface ListedKey {
  readonly purpose: string;
  readonly keyId: string;
  /** Base64 of the raw 32 bytes. */
  readonly publicKey: string;
}

export interface ReceiptCheck {
  readonly check: 'key' | 'signature';
  readonly holds: boolean;
}

const TEXTS = ['candidateNumber', 'session', 'closedAt', 'inLogBy'] as const;
const NUMBERS = ['number', 'items', 'answered'] as const;

/** A receipt out of any value. Refusal: SITTING.NO_RECEIPT_FILE. */
export function receiptFrom(value: unknown): Result<KeptReceipt> {
  if (!isRecord(value) || !isRecord(value['body'])) return none();
  const { body, signature, keyId } = value;
  const isWhole =
    typeof signature === 'string' &&
    typeof keyId === 'string' &&
    body['v'] === 1 &&
    TEXTS.every((name) => typeof body[name] === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(body[name])) &&
    [body['closedAt'], body['inLogBy']].every((time) => !Number.isNaN(Date.parse(String(time))));
  if (!isWhole || canonical(body) === null) return none();
  return ok({ body, signature, keyId } as unknown as KeptReceipt);
}

/** A receipt from its file. Refusal: SITTING.NO_RECEIPT_FILE. */
export function readReceipt(text: string): Result<KeptReceipt> {
  try {
    return receiptFrom(JSON.parse(text));
  } catch {
    return none();
  }
}

/** Public keys from their file, as GET /api/v1/signing-keys answers. Refusal: SITTING.NO_KEY_FILE. */
export function readKeys(text: string): Result<ListedKey[]> {
  const wrong = refuse(
    'invalid',
    'SITTING.NO_KEY_FILE',
    'This file is not the platform’s list of public keys.',
  );
  try {
    const value: unknown = JSON.parse(text);
    const items = isRecord(value) ? value['items'] : undefined;
    const isList =
      Array.isArray(items) &&
      items.every(
        (one: unknown) =>
          isRecord(one) && ['purpose', 'keyId', 'publicKey'].every((name) => typeof one[name] === 'string'),
      );
    return isList ? ok(items as ListedKey[]) : wrong;
  } catch {
    return wrong;
  }
}

/** Hex SHA-256 of the body's canonical JSON (RFC 8785): what the public log and the QR code name a receipt by. */
export const keptReceiptHash = ({ body }: KeptReceipt): string => sha256(canonicalJson(body)).toString('hex');

/** What the file and the keys alone tell, in this order: the key is one of the platform's, and it signed this body. */
export function verifyReceipt(receipt: KeptReceipt, keys: readonly ListedKey[]): ReceiptCheck[] {
  const key = keys.find(({ purpose, keyId }) => purpose === 'receipts' && keyId === receipt.keyId);
  const data = Buffer.from(canonicalJson(receipt.body as unknown as Json));
  return [
    { check: 'key', holds: key !== undefined },
    { check: 'signature', holds: key !== undefined && isSignedBy(key.publicKey, data, receipt.signature) },
  ];
}

const none = () => refuse('invalid', 'SITTING.NO_RECEIPT_FILE', 'This is not the file of a receipt.');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function canonical(value: unknown): string | null {
  try {
    return canonicalJson(value as Json);
  } catch {
    return null;
  }
}
