import { describe, expect, it } from '@jest/globals';
import { mediaFault } from '../media.js';
import { Rational } from './rational.js';
import { renderTemplate } from './template.js';
import type { Value } from './value.js';

const words = {
  file: {
    en: { one: 'file', other: 'files' },
    ru: { one: 'дело', few: 'дела', many: 'дел', other: 'дела' },
  },
};
const tables = {
  work: {
    caption: 'Work',
    rows: 'count(x)',
    columns: [
      { head: 'Row', cell: '{i}', total: 'All' },
      { head: 'Files', cell: '{x[i]}', total: '{sum(x)}' },
    ],
  },
};
const charts = { files: { series: ['x'], step: 10, alt: { en: 'Files.', ru: 'Дела.' } } };
const media = new Map<string, string>();
const render = (template: string, language: string, values: Readonly<Record<string, Value>> = {}): string =>
  renderTemplate(template, { values: new Map(Object.entries(values)) }, language, {
    words,
    tables,
    charts,
    media,
  });

describe('templates', () => {
  it.each([
    ['{1234567.5}', '1,234,567.5', '1 234 567,5'],
    ['{2024 | plain}', '2024', '2024'],
    ['{5 | number 2}', '5.00', '5,00'],
    ['{12.5 | percent}', '12.5%', '12,5 %'],
    ['{-12 | change}', '−12%', '−12 %'],
    ['{12 | change}', '+12%', '+12 %'],
    ['{7 | signed}', '+7', '+7'],
    ['{0 | signed}', '0', '0'],
    ['{1500 | money}', '€1,500', '1 500 евро'],
    ['{3 / 4 | fraction}', '3/4', '3/4'],
    ['{150 | duration}', '2 h 30 min', '2 ч 30 мин'],
    ['{545 | clock}', '9:05', '9:05'],
    ['{1 | of file}', '1 file', '1 дело'],
    ['{22 | of file}', '22 files', '22 дела'],
    ['{1011 | of file}', '1,011 files', '1 011 дел'],
    ['{1.5 | of file}', '1.5 files', '1,5 дела'],
    ['{5 | word file}', 'files', 'дел'],
  ])('%s is %s in English and %s in Russian', (template, english, russian) => {
    const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
    expect(render(template, 'en')).toBe(english);
    expect(plain(render(template, 'ru'))).toBe(russian);
  });

  it('write names in the form that is asked for', () => {
    const office = { forms: { en: 'Office', ru: { name: 'Отдел', in: 'Отделе' } }, numbers: {} };
    expect(render('{office}', 'en', { office })).toBe('Office');
    expect(render('{office} {office.in}', 'ru', { office })).toBe('Отдел Отделе');
    expect(() => render('{office.of}', 'ru', { office })).toThrow('the name has no "of" in ru');
  });

  it('write tables with headers', () => {
    expect(render('{table work}', 'en', { x: [Rational.of(3), Rational.of(4)] })).toBe(
      '<table><caption>Work</caption><thead><tr><th scope="col">Row</th><th scope="col">Files</th></tr></thead>' +
        '<tbody><tr><th scope="row">1</th><td>3</td></tr><tr><th scope="row">2</th><td>4</td></tr>' +
        '<tr><th scope="row">All</th><td>7</td></tr></tbody></table>',
    );
  });

  it('write charts as a picture with its description; bars are told as they are drawn', () => {
    const x = [Rational.of(30), Rational.of(15)];
    const [english, russian] = ['en', 'ru'].map((language) => render('{chart files}', language, { x }));
    expect(english).toMatch(/^<img src="media\/figure-[0-9a-f]{16}\.svg" alt="Files\. A: 30; B: 15\.">$/);
    expect(russian).toContain('alt="Дела. A: 30; B: 15."');
    const [svg = ''] = media.values();
    expect(media.size).toBe(1);
    expect(mediaFault(Buffer.from(svg))).toBeNull();
    expect(() => render('{chart files}', 'en', { x: [Rational.of(31)] })).toThrow(
      'a bar of 31 cannot be read on a grid of 10',
    );
  });

  it.each([
    ['{chart none}', 'no chart is called "none"'],
    ['{1 / 3}', '1/3 has no end as a decimal'],
    ['{1.25 | number 1}', '1.25 does not fit 1 places'],
    ['{1 | shout}', '"shout" is no way to write a number'],
    ['{1 | of nothing}', 'no word "nothing" in "en"'],
    ['{1 < 2}', 'gives yes or no, which no text can hold'],
    ['{table none}', 'no table is called "none"'],
  ])('%s is a fault', (template, message) => {
    expect(() => render(template, 'en')).toThrow(message);
  });

  it('have no format for a language that nobody gave one', () => {
    expect(() => render('{1}', 'xx')).toThrow('numbers have no format in "xx"');
  });
});
