export { createRenderer, type PageContext, type Renderer } from './renderer.js';
