export * from './browser-proof.js';
export * from './exam-settings.js';
export * from './seb-settings.js';
