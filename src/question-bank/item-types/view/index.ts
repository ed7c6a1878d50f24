export { element } from './dom.js';
export { plainOf, rich } from './rich.js';
export { showItem } from './show-item.js';
