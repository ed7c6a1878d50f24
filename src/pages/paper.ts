import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { qrRuns } from './qr.js';

// Noto Sans has every letter of the languages that we know of, the Azerbaijani and Kazakh ones among them. Opened once
// and shared: reading its tables anew for each document costs ten times what drawing does.
const require = createRequire(import.meta.url);
const open = (weight: string): Font =>
  create(
    readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${weight}/NotoSans_${weight}.ttf`)),
  ) as Font;
let fonts: { readonly regular: Font; readonly bold: Font } | undefined;

// Points; a page of DIN A4 is 595 by 842.
const MARGIN = 56;
const QR_SIDE = 130;
const NAME_WIDTH = 140;
const GAP = 14;
const CELL_GAP = 8;
const INK = '#18232b';
const SOFT = '#52606a';
const LINE = '#ddd8cd';

export interface PaperFact {
  readonly name: string;
  readonly text: string;
  /** What the eye looks for first. */
  readonly strong?: boolean;
}

export interface PaperColumn {
  readonly text: string;
  /** Of the width, beside the other columns' shares. */
  readonly share: number;
  /** Numbers stand on the right. */
  readonly number?: boolean;
}

/**
 * A document to print, as tagged PDF: title, language, headings, lists, a table of facts, a QR code with its words, in
 * the order in which they are read (PDF/UA-1, ISO 14289-1, as far as pdfkit goes).
 */
export class Paper {
  readonly #doc: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;

  /** @param language two letters, of the text. */
  constructor(title: string, language: string) {
    fonts ??= { regular: open('400Regular'), bold: open('700Bold') };
    this.#doc = new PDFDocument({
      size: 'A4',
      margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      displayTitle: true,
      lang: language,
      // The standard fonts are not embedded, and have no Cyrillic.
      font: null,
      info: { Title: title, Author: 'OpenMerit' },
      // The types lag behind the library: neither a font of null nor PDF/UA is in them.
    } as unknown as PDFKit.PDFDocumentOptions);
    this.#doc.registerFont('regular', fonts.regular as never);
    this.#doc.registerFont('bold', fonts.bold as never);
    this.#root = this.#doc.struct('Document');
    this.#doc.addStructure(this.#root);
  }

  /** The page's head: caption and title, with a QR code beside them. Comes first. */
  head(caption: string, title: string, qr: { text: string; label: string; below: string }): this {
    const doc = this.#doc;
    const { width } = doc.page;
    const x = width - MARGIN - QR_SIDE;
    const textWidth = x - MARGIN - GAP;
    this.#write('P', `${caption} `, { font: 'regular', size: 10, color: SOFT, width: textWidth });
    this.#write('H1', `${title} `, { font: 'bold', size: 24, width: textWidth });
    const end = doc.y;
    const box = [x, MARGIN, x + QR_SIDE, MARGIN + QR_SIDE];
    this.#add(
      doc.struct('Figure', { alt: qr.label, bbox: box } as object, () => {
        drawQr(doc, qr.text, x, MARGIN);
      }),
    );
    doc.x = x;
    doc.y = MARGIN + QR_SIDE + 4;
    this.#write('P', `${qr.below} `, { font: 'bold', size: 8.5, width: QR_SIDE, align: 'center' });
    doc.x = MARGIN;
    doc.y = Math.max(end, doc.y) + GAP;
    return this;
  }

  section(title: string): this {
    // With a table's headings and its first row below it.
    this.#space(110);
    this.#doc.y += GAP / 2;
    return this.#write('H2', `${title} `, { font: 'bold', size: 13 });
  }

  text(text: string): this {
    return this.#write('P', `${text} `, { font: 'regular', size: 10.5 });
  }

  /** A line that is small and long: a hash. */
  small(text: string): this {
    return this.#write('P', `${text} `, { font: 'regular', size: 8, color: SOFT });
  }

  list(items: readonly string[]): this {
    const doc = this.#doc;
    const list = doc.struct('L');
    this.#add(list);
    for (const item of items) {
      this.#space(30);
      const y = doc.y;
      list.add(
        doc.struct('LI', {}, [
          doc.struct('Lbl', {}, () => {
            doc.font('regular').fontSize(10.5).fillColor(INK).text('• ', MARGIN, y, { width: 12 });
          }),
          doc.struct('LBody', {}, () => {
            doc.text(`${item} `, MARGIN + 14, y, { width: this.#width - 14 });
          }),
        ]),
      );
      doc.x = MARGIN;
      doc.y += 3;
    }
    list.end();
    return this;
  }

  facts(rows: readonly PaperFact[]): this {
    const doc = this.#doc;
    const table = doc.struct('Table');
    this.#add(table);
    for (const { name, text, strong } of rows) {
      this.#space(44);
      const y = doc.y + 5;
      this.#rule(doc.y);
      let end = y;
      table.add(
        doc.struct('TR', {}, [
          doc.struct('TH', { scope: 'Row' } as object, () => {
            doc.font('regular').fontSize(9.5).fillColor(SOFT);
            doc.text(`${name} `, MARGIN, y + 1.5, { width: NAME_WIDTH });
            end = doc.y;
          }),
          doc.struct('TD', {}, () => {
            doc.font(strong ? 'bold' : 'regular').fontSize(strong ? 13 : 10.5);
            doc.fillColor(INK).text(`${text} `, MARGIN + NAME_WIDTH + GAP, y, {
              width: this.#width - NAME_WIDTH - GAP,
            });
            end = Math.max(end, doc.y);
          }),
        ]),
      );
      doc.x = MARGIN;
      doc.y = end + 5;
    }
    table.end();
    doc.y += GAP / 2;
    return this;
  }

  /** A table with a row of headings; the first cell heads its row. Columns are as wide as their shares. */
  table(columns: readonly PaperColumn[], rows: readonly (readonly string[])[]): this {
    const doc = this.#doc;
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (this.#width * share) / shares);
    const table = doc.struct('Table');
    this.#add(table);
    const draw = (cells: readonly string[], isHead: boolean): void => {
      doc.font(isHead ? 'bold' : 'regular').fontSize(9);
      const heights = cells.map((text, index) =>
        doc.heightOfString(`${text} `, { width: (widths[index] ?? 0) - CELL_GAP }),
      );
      const height = Math.max(...heights) + 7;
      // Headings stand with a row below them.
      this.#space(isHead ? height + 44 : height);
      const top = doc.y;
      this.#rule(top);
      let x = MARGIN;
      table.add(
        doc.struct(
          'TR',
          {},
          cells.map((text, index) => {
            const left = x;
            const width = widths[index] ?? 0;
            x += width;
            const isTh = isHead || index === 0;
            const scope = { scope: isHead ? 'Column' : 'Row' } as object;
            return doc.struct(isTh ? 'TH' : 'TD', isTh ? scope : {}, () => {
              doc
                .font(isHead ? 'bold' : 'regular')
                .fontSize(9)
                .fillColor(isHead ? SOFT : INK);
              doc.text(`${text} `, left, top + 3.5, {
                width: width - CELL_GAP,
                align: columns[index]?.number ? 'right' : 'left',
              });
            });
          }),
        ),
      );
      doc.x = MARGIN;
      doc.y = top + height;
    };
    draw(
      columns.map(({ text }) => text),
      true,
    );
    for (const row of rows) draw(row, false);
    table.end();
    this.#rule(doc.y);
    doc.y += GAP / 2;
    return this;
  }

  /** Lines to sign on, each with the name below it. */
  signatures(names: readonly string[]): this {
    const doc = this.#doc;
    for (const name of names) {
      this.#space(58);
      doc.y += 30;
      this.#rule(doc.y, 240, INK);
      doc.y += 4;
      this.#write('P', `${name} `, { font: 'regular', size: 9, color: SOFT });
    }
    return this;
  }

  /** The bytes of the file. Nothing can be added after it. */
  async finish(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    const done = new Promise<void>((resolve, reject) => {
      this.#doc.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.#doc.on('end', resolve);
      this.#doc.on('error', reject);
    });
    this.#root.end();
    this.#doc.end();
    await done;
    return Buffer.concat(chunks);
  }

  get #width(): number {
    return this.#doc.page.width - 2 * MARGIN;
  }

  /** A thin line, which says nothing. */
  #rule(y: number, width = this.#width, colour = LINE): void {
    const doc = this.#doc;
    doc.markContent('Artifact', { type: 'Layout' });
    doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + width, y)
      .lineWidth(0.5)
      .stroke(colour);
    doc.endMarkedContent();
  }

  #add(element: PDFKit.PDFStructureElement): void {
    this.#root.add(element);
  }

  /** Begins a new page where less is left of this one. */
  #space(height: number): void {
    const doc = this.#doc;
    if (doc.y + height > doc.page.height - MARGIN) doc.addPage();
  }

  #write(
    type: string,
    text: string,
    style: { font: string; size: number; color?: string; width?: number; align?: 'center' },
  ): this {
    const doc = this.#doc;
    const { x } = doc;
    this.#add(
      doc.struct(type, {}, () => {
        doc
          .font(style.font)
          .fontSize(style.size)
          .fillColor(style.color ?? INK);
        doc.text(text, x, doc.y, { width: style.width ?? this.#width, align: style.align ?? 'left' });
      }),
    );
    doc.x = x;
    doc.y += style.size / 3;
    return this;
  }
}

function drawQr(doc: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  const { size, runs } = qrRuns(text);
  const module = QR_SIDE / size;
  for (const run of runs) doc.rect(x + run.x * module, y + run.y * module, run.width * module, module);
  doc.fill('#000000');
}
