export { createRenderer, type Renderer } from './renderer.js';
