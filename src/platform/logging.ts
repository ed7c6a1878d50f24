import { pino, type Logger } from 'pino';
import type { Config } from './config/config.js';

/** Structured logs on standard output. What may hold personal data or answers is never handed to it. */
export const createLogger = (config: Pick<Config, 'logLevel'>, process: 'api' | 'worker' | 'setup'): Logger =>
  pino({ level: config.logLevel, base: { process }, timestamp: pino.stdTimeFunctions.isoTime });
