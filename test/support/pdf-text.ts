import { inflateSync } from 'node:zlib';

/**
 * The text of a PDF that pdfkit wrote, line by line as it was written: content streams are unpacked, and glyphs are
 * turned back by their fonts' ToUnicode tables. Enough to see that a document says what it should.
 */
export function pdfText(file: Buffer): string {
  const raw = file.toString('latin1');
  const objects = new Map(
    [...raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]),
  );
  const stream = (id: string): string => {
    const [, data = ''] = /stream\n([\s\S]*)\nendstream/.exec(objects.get(id) ?? '') ?? [];
    const bytes = Buffer.from(data, 'latin1');
    return (/FlateDecode/.test(objects.get(id) ?? '') ? inflateSync(bytes) : bytes).toString('latin1');
  };
  const fonts = new Map<string, Map<number, string>>();
  for (const [, name = '', id = ''] of raw.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, table = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? [];
    if (table) fonts.set(name, glyphs(stream(table)));
  }
  const contents = [...raw.matchAll(/\/Contents (\d+) 0 R/g)].map(([, id = '']) => stream(id));
  return contents.map((content) => textOf(content, fonts)).join('\n');
}

/** A ToUnicode table: glyph → text. */
function glyphs(table: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [, from = '', list = ''] of table.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    for (const [index, [, code = '']] of [...list.matchAll(/<([\w ]*)>/g)].entries()) {
      found.set(
        parseInt(from, 16) + index,
        Buffer.from(code.replace(/\s/g, ''), 'hex').swap16().toString('utf16le'),
      );
    }
  }
  return found;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font = new Map<number, string>() as ReadonlyMap<number, string>;
  let text = '';
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|(\[[^\]]*\]) TJ/g)) {
    if (name) font = fonts.get(name) ?? font;
    if (!shown) continue;
    for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/g)) {
      for (const glyph of hex.match(/.{4}/g) ?? []) text += font.get(parseInt(glyph, 16)) ?? '\ufffd';
    }
    text += '\n';
  }
  return text;
}
