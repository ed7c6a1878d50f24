export { Paper, type PaperColumn, type PaperFact } from './paper.js';
export { qrSvg } from './qr.js';
export { createRenderer, type PageContext, type Renderer } from './renderer.js';
