import type { SignalView } from '../store/signal-store.js';
import type { Words } from './record-parts.js';

/** What is kept of a signal beside its kind and time: of what was pasted the length and the question, never a character of it. */
export const detailWords = (detail: SignalView['detail'] | undefined): Words[] => [
  ...(detail?.characters === undefined
    ? []
    : [{ key: 'watch:detail.characters', data: { count: detail.characters } }]),
  ...(detail?.position === undefined
    ? []
    : [{ key: 'watch:detail.position', data: { position: detail.position } }]),
];
