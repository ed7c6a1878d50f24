export * from './canonical-json.js';
export * from './hash.js';
export * from './ids.js';
export * from './merkle.js';
export * from './points.js';
export * from './random.js';
export * from './result.js';
export * from './transition-table.js';
