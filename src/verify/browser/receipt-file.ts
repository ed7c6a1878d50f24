import { canonicalJson, type Json } from '../../kernel/canonical-json.js';
import { sha256, textOf, toHex, utf8, type Bytes } from './bytes.js';

/** A receipt as its holder keeps it. Of the body only what is shown or compared is named: all of it is signed. */
export interface ReceiptFile {
  readonly body: {
    readonly number: number;
    readonly candidateNumber: string;
    readonly session: string;
    readonly closedAt: string;
    readonly items: number;
    readonly answered: number;
    readonly inLogBy: string;
  };
  readonly signature: string;
  readonly keyId: string;
  /** What is signed: the body's canonical JSON. */
  readonly signed: Bytes;
  /** SHA-256 of that, in hex: what the log names the receipt by. */
  readonly hash: string;
}

const TEXTS = ['candidateNumber', 'session', 'closedAt', 'inLogBy'] as const;
const NUMBERS = ['number', 'items', 'answered'] as const;

/** @returns undefined for what is no receipt's file. */
export async function readReceiptFile(file: Bytes): Promise<ReceiptFile | undefined> {
  // Editors put a byte order mark before a text; it says nothing.
  const value = parseJson(textOf(file)?.replace(/^\ufeff/, ''));
  if (!isRecord(value)) return undefined;
  const { body, signature, keyId } = value;
  if (!isRecord(body) || typeof signature !== 'string' || typeof keyId !== 'string') return undefined;
  const isWhole =
    body['v'] === 1 &&
    TEXTS.every((name) => typeof body[name] === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(body[name])) &&
    [body['closedAt'], body['inLogBy']].every((time) => !Number.isNaN(Date.parse(String(time))));
  const canonical = isWhole ? canonicalOf(body) : undefined;
  if (canonical === undefined) return undefined;
  const signed = utf8(canonical);
  return {
    body: body as unknown as ReceiptFile['body'],
    signature,
    keyId,
    signed,
    hash: toHex(await sha256(signed)),
  };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns undefined for what is no JSON; no JSON is undefined. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @returns undefined for what has no canonical form (RFC 8785). */
export function canonicalOf(value: unknown): string | undefined {
  try {
    return canonicalJson(value as Json);
  } catch {
    return undefined;
  }
}
