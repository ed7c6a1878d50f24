import type { Figure } from '../figure.js';
import type { UsedRule } from '../layout.js';
import { SCENES, type SceneName } from '../scenes/index.js';
import type { FigureWords } from './figure-words.js';
import { NUMBERS, DIRECTIONS, CLOCK, PLACES, POLYGONS, LINES, ATTRIBUTES } from './en-words.js';

const codes = (scene: SceneName, figure: Figure): Record<string, string> =>
  Object.fromEntries(
    Object.entries(SCENES[scene].attributes).map(([name, { values }]) => [
      name,
      values[figure[name] ?? 0] ?? '',
    ]),
  );
const number = (code: string | undefined): string => NUMBERS[Number(code)] ?? '';
const many = (code: string | undefined, noun: string): string => (code === '1' ? noun : `${noun}s`);
const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`);
const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

function figure(scene: SceneName, shown: Figure): string {
  const of = codes(scene, shown);
  const get = (name: string): string => of[name] ?? '';
  switch (scene) {
    case 'tokens':
      return `${number(of['count'])} ${get('shading')} ${many(of['count'], get('shape'))}`;
    case 'pointer':
      return `${article(get('shading'))} arrow pointing ${DIRECTIONS[Number(of['direction'])] ?? ''} in ${article(get('frame'))}`;
    case 'marker':
      return `${article(get('shading'))} ${get('shape')}, ${PLACES[Number(of['place'])] ?? ''}`;
    case 'markers':
      return `solid circle ${PLACES[Number(of['circle'])] ?? ''}, empty square ${PLACES[Number(of['square'])] ?? ''}`;
    case 'nested':
      return `${article(get('ring'))} ${get('outer')} with ${article(get('core'))} ${get('inner')} in it`;
    case 'lines': {
      const present = Object.keys(LINES).filter((name) => get(name) === 'present');
      return list(present.map((name) => LINES[name] ?? ''));
    }
    case 'polygon':
      return `${article(POLYGONS[get('sides')] ?? '')} with ${number(of['dots'])} ${get('shading')} ${many(of['dots'], 'dot')}`;
    case 'pair':
      return ['solid', 'empty']
        .map((shading) => `${number(of[shading])} ${shading} ${many(of[shading], get('shape'))}`)
        .join(' and ');
    case 'compass':
      return `arrow pointing ${DIRECTIONS[Number(of['direction'])] ?? ''}, ${get('shape')} ${CLOCK[Number(of['mark'])] ?? ''} of the ring`;
  }
}

function value(scene: SceneName, name: string, place: number): string {
  const attribute = SCENES[scene].attributes[name];
  const code = attribute?.values[place] ?? '';
  if (attribute?.kind === 'amount') return number(code);
  if (attribute?.kind === 'turn') return DIRECTIONS[place] ?? '';
  return attribute?.kind === 'place' ? (PLACES[place] ?? '') : code;
}

function rule(scene: SceneName, { attribute, rule: name, by = 0, values = [] }: UsedRule): string {
  const inTurn = list(values.map((one) => value(scene, attribute, one)));
  const kind = SCENES[scene].attributes[attribute]?.kind;
  const size = Math.abs(by);
  const where = by > 0 ? 'clockwise' : 'anticlockwise';
  switch (name) {
    case 'constant':
      return 'always the same';
    case 'step':
      if (kind === 'turn') return `turns by ${String(size * 45)}° ${where} each time`;
      if (kind === 'place')
        return `moves ${String(size)} ${size === 1 ? 'field' : 'fields'} ${where} along the edge each time`;
      return by > 0 ? `grows by ${String(size)} each time` : `falls by ${String(size)} each time`;
    case 'growing':
      return `moves on clockwise by ${String(by)} ${by === 1 ? 'field' : 'fields'}, then by one more each time`;
    case 'alternate':
    case 'thirds':
      return `${inTurn} come in turn`;
    case 'rows':
      return 'the same within each row';
    case 'columns':
      return 'the same within each column';
    case 'latin':
      return `each row and each column has ${inTurn} once`;
    case 'sum':
      return 'in each row the third is the first and the second together';
    case 'difference':
      return 'in each row the third is the first less the second';
    case 'either':
      return 'a line is in the third figure of a row if it is in exactly one of the first two';
    case 'both':
      return 'a line is in the third figure of a row if it is in both of the first two';
    case 'any':
      return 'a line is in the third figure of a row if it is in the first, in the second or in both';
    case 'without':
      return 'a line is in the third figure of a row if it is in the first and not in the second';
  }
}

/** Words about figures in English. */
export const en: FigureWords = {
  figure,
  attribute: (scene, name) => (scene === 'lines' ? `the ${LINES[name] ?? ''}` : (ATTRIBUTES[name] ?? '')),
  rule,
  relation: (scene, { kind, of: [first, second], by }, examples) => {
    const [a, b] = [ATTRIBUTES[first] ?? '', ATTRIBUTES[second] ?? ''];
    if (kind === 'paired') {
      const pairs = new Map(examples.map((one) => [one[first] ?? 0, one[second] ?? 0]));
      const listed = [...pairs].map(([x, y]) => `${value(scene, first, x)} with ${value(scene, second, y)}`);
      return `In the frame each ${a.slice(4)} has one ${b.slice(4)}: ${list(listed)}.`;
    }
    const one = SCENES[scene].attributes[first];
    if (kind === 'total') return `In the frame ${a} and ${b} are always ${String(by)} together.`;
    if (one?.kind === 'turn') {
      if (by === 0) return 'In the frame the arrow always points at the mark.';
      return by === 4
        ? 'In the frame the arrow always points away from the mark.'
        : `In the frame the mark always stands ${String(by * 45)}° clockwise from where the arrow points.`;
    }
    if (by === 0) return `In the frame ${b} is always the same as ${a}.`;
    return `In the frame ${b} is always ${String(Math.abs(by))} ${by > 0 ? 'more' : 'less'} than ${a}.`;
  },
  question: {
    series: 'Which figure comes next in the series?',
    matrix: 'Which figure belongs in the empty place?',
    odd: 'The four figures in the frame follow one rule. Three of the options follow it, too. Which one does <strong>not</strong>?',
  },
  seriesAlt: (figures) =>
    `A row of figures: ${figures.map((one, index) => `${String(index + 1)}: ${one}`).join('; ')}; ${String(figures.length + 1)}: to be found.`,
  matrixAlt: (figures) =>
    [0, 1, 2]
      .map((row) => {
        const shown = figures.slice(row * 3, row * 3 + 3);
        return `Row ${String(row + 1)}: ${[...shown, ...(row === 2 ? ['to be found'] : [])].join('; ')}.`;
      })
      .join(' '),
  oddAlt: (figures) =>
    `In the frame: ${figures.map((one, index) => `${String(index + 1)}: ${one}`).join('; ')}.`,
  keyIs: (one) => `So the figure is: ${one}.`,
  oddIs: (one) => `The figure that does not follow it: ${one}.`,
  breaks: (attributes) => `breaks the rule for ${list(attributes)}`,
  keepsRule: 'follows the rule',
};
