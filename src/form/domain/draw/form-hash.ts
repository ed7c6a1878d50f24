import {
  byCodePoints,
  canonicalJson,
  hashJson,
  leafHash,
  merkleRoot,
  type Json,
} from '../../../kernel/index.js';
import type { DrawnItem } from './draw-form.js';

/** Hex SHA-256 of a form's canonical JSON. */
export const formHash = (items: readonly DrawnItem[]): string =>
  hashJson(items as unknown as Json).toString('hex');

export interface NumberedForm {
  readonly number: string;
  /** Hex: see {@link formHash}. */
  readonly form: string;
}

/** RFC 6962 root over `{form, number}`, in the order of the numbers (code points). */
export const formsRoot = (forms: readonly NumberedForm[]): Buffer =>
  merkleRoot(
    [...forms]
      .sort((a, b) => byCodePoints(a.number, b.number))
      .map(({ number, form }) => leafHash(canonicalJson({ number, form }))),
  );
