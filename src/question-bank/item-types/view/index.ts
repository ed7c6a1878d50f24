export { element } from './dom.js';
export { localNumber } from './local-number.js';
export { rich } from './rich.js';
export { showItem } from './show-item.js';
