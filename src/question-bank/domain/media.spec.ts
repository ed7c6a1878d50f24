import { describe, expect, it } from '@jest/globals';
import { MAX_MEDIA_BYTES, mediaFault, mediaFiles, mediaType, withMediaHashes } from './media.js';

const svg = (inner: string) =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inner}</svg>`);

describe('pictures', () => {
  it('are told by their bytes, not by their name', () => {
    expect(mediaType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))).toBe('image/png');
    expect(mediaType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg');
    expect(mediaType(new TextEncoder().encode('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
    expect(mediaType(svg('<rect width="9" height="9"/>'))).toBe('image/svg+xml');
    for (const bytes of [new Uint8Array(), new TextEncoder().encode('<html><svg></svg></html>')]) {
      expect(mediaType(bytes)).toBeNull();
      expect(mediaFault(bytes)).toMatch(/no PNG/);
    }
  });

  it.each([
    '<script>1</script>',
    '<rect onload="x()"/>',
    '<image href="https://example.org/x.png"/>',
    '<a xlink:href="javascript:1"><rect/></a>',
    '<foreignObject><p>x</p></foreignObject>',
    '<style>@import "x.css"</style>',
    '<rect fill="url(https://example.org/#a)"/>',
    '<animate attributeName="href"/>',
  ])('may not run or load anything: %s', (inner) => {
    expect(mediaFault(svg(inner))).toMatch(/script, a link/);
  });

  it('may refer to what is in them', () => {
    expect(mediaFault(svg('<rect fill="url(#hatch)"/><rect fill="url(\'#hatch\')"/>'))).toBeNull();
  });

  it('are small enough for a poor line', () => {
    const png = new Uint8Array(MAX_MEDIA_BYTES + 1);
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(mediaFault(png)).toMatch(/larger than 200 kB/);
  });

  it('are named by file in a bank, and by content once kept', () => {
    const body = '<p><img src="media/one.svg" alt="One"> and <img src="media/two.png" alt="Two"></p>';
    expect(mediaFiles(body)).toEqual(['one.svg', 'two.png']);
    expect(withMediaHashes(body, (file) => file.slice(0, 3))).toBe(
      '<p><img src="media:one" alt="One"> and <img src="media:two" alt="Two"></p>',
    );
  });
});
