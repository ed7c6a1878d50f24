export { element } from './dom.js';
export { rich } from './rich.js';
export { showItem } from './show-item.js';
