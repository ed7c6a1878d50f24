import { randomBytes } from 'node:crypto';
import type { Knowledge } from './knowledge.js';

/** Told of each step's progress. */
export type Progress = (step: string, done: number, of: number) => void;

/** What every played round needs. */
export interface RoundBasis {
  /** Origin of a running demonstration platform. */
  readonly base: string;
  readonly candidates: number;
  /** Of the demonstration accounts. */
  readonly password: string;
  /** What well-prepared candidates know. */
  readonly knowledge: Knowledge;
  readonly onProgress?: Progress;
}

/** Candidates who do something at the same time. */
export const AT_ONCE = 8;

/** A code that no competition has yet. */
export const newCode = (): string => `ROUND-${randomBytes(4).toString('hex').toUpperCase()}`;
