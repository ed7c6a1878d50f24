export * from './browser-proof.js';
export * from './exam-settings.js';
export * from './old-address.js';
export * from './seb-settings.js';
