import type { Figure } from '../figure.js';
import type { UsedRule } from '../layout.js';
import { SCENES, type SceneName } from '../scenes/index.js';
import type { FigureWords } from './figure-words.js';
import {
  NOUNS,
  SHADINGS,
  MASCULINE,
  FEMININE,
  DIRECTIONS,
  CLOCK,
  PLACES,
  POLYGONS,
  LINES,
  ATTRIBUTES,
} from './ru-words.js';

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} и ${parts.at(-1) ?? ''}`;

/** Two solid stars: the numeral, the adjective and the noun agree. */
function things(count: number, shading: string, shape: string): string {
  const noun = NOUNS[shape];
  const adjective = SHADINGS[shading];
  if (!noun || !adjective) return '';
  const numeral = (noun.feminine ? FEMININE : MASCULINE)[count] ?? '';
  if (count === 1) return `${numeral} ${noun.feminine ? adjective.f : adjective.m} ${noun.one}`;
  if (count < 5) return `${numeral} ${noun.feminine ? adjective.few : adjective.many} ${noun.few}`;
  return `${numeral} ${adjective.many} ${noun.many}`;
}

const thing = (shading: string, shape: string): string => {
  const noun = NOUNS[shape];
  const adjective = SHADINGS[shading];
  return `${(noun?.feminine ? adjective?.f : adjective?.m) ?? ''} ${noun?.one ?? ''}`;
};

function figure(scene: SceneName, shown: Figure): string {
  const of = Object.fromEntries(
    Object.entries(SCENES[scene].attributes).map(([name, { values }]) => [
      name,
      values[shown[name] ?? 0] ?? '',
    ]),
  );
  const get = (name: string): string => of[name] ?? '';
  const count = (name: string): number => Number(of[name]);
  switch (scene) {
    case 'tokens':
      return things(count('count'), get('shading'), get('shape'));
    case 'pointer':
      return `${SHADINGS[get('shading')]?.f ?? ''} стрелка ${DIRECTIONS[count('direction')] ?? ''} в ${NOUNS[get('frame')]?.within ?? ''}`;
    case 'marker':
      return `${thing(get('shading'), get('shape'))} ${PLACES[count('place')] ?? ''}`;
    case 'markers':
      return `чёрный круг ${PLACES[count('circle')] ?? ''}, пустой квадрат ${PLACES[count('square')] ?? ''}`;
    case 'nested':
      return `${thing(get('ring'), get('outer'))} с ${SHADINGS[get('core')]?.instrumental ?? ''} ${NOUNS[get('inner')]?.instrumental ?? ''} внутри`;
    case 'lines': {
      const present = Object.keys(LINES).filter((name) => get(name) === 'present');
      return list(present.map((name) => LINES[name] ?? ''));
    }
    case 'polygon':
      return `${POLYGONS[get('sides')] ?? ''}, в нём ${things(count('dots'), get('shading'), 'dot')}`;
    case 'pair':
      return `${things(count('solid'), 'solid', get('shape'))} и ${things(count('empty'), 'empty', get('shape'))}`;
    case 'compass':
      return `стрелка ${DIRECTIONS[count('direction')] ?? ''}, ${NOUNS[get('shape')]?.one ?? ''} ${CLOCK[count('mark')] ?? ''} на кольце`;
  }
}

function value(scene: SceneName, name: string, place: number): string {
  const attribute = SCENES[scene].attributes[name];
  const code = attribute?.values[place] ?? '';
  if (attribute?.kind === 'amount') return code;
  if (attribute?.kind === 'turn') return DIRECTIONS[place] ?? '';
  if (attribute?.kind === 'place') return PLACES[place] ?? '';
  return NOUNS[code]?.one ?? SHADINGS[code]?.name ?? '';
}

const fields = (count: number): string => (count === 1 ? '1 клетку' : `${String(count)} клетки`);

function rule(scene: SceneName, { attribute, rule: name, by = 0, values = [] }: UsedRule): string {
  const inTurn = list(values.map((one) => value(scene, attribute, one)));
  const kind = SCENES[scene].attributes[attribute]?.kind;
  const size = Math.abs(by);
  const where = by > 0 ? 'по часовой стрелке' : 'против часовой стрелки';
  switch (name) {
    case 'constant':
      return 'не меняется';
    case 'step':
      if (kind === 'turn') return `каждый раз поворот на ${String(size * 45)}° ${where}`;
      if (kind === 'place') return `каждый раз сдвиг вдоль края на ${fields(size)} ${where}`;
      return by > 0 ? `каждый раз на ${String(size)} больше` : `каждый раз на ${String(size)} меньше`;
    case 'growing':
      return `сдвиг по часовой стрелке сначала на ${fields(by)}, затем каждый раз на одну больше`;
    case 'alternate':
    case 'thirds':
      return `по очереди ${inTurn}`;
    case 'rows':
      return 'одинаково в пределах строки';
    case 'columns':
      return 'одинаково в пределах столбца';
    case 'latin':
      return `в каждой строке и каждом столбце по разу ${inTurn}`;
    case 'sum':
      return 'в каждой строке третье равно сумме первого и второго';
    case 'difference':
      return 'в каждой строке третье равно первому без второго';
    case 'either':
      return 'линия есть в третьей фигуре строки, если она есть ровно в одной из первых двух';
    case 'both':
      return 'линия есть в третьей фигуре строки, если она есть в обеих первых';
    case 'any':
      return 'линия есть в третьей фигуре строки, если она есть хотя бы в одной из первых двух';
    case 'without':
      return 'линия есть в третьей фигуре строки, если она есть в первой и её нет во второй';
  }
}

/** Words about figures in Russian. */
export const ru: FigureWords = {
  figure,
  attribute: (scene, name) => (scene === 'lines' ? (LINES[name] ?? '') : (ATTRIBUTES[name] ?? '')),
  rule,
  relation: (scene, { kind, of: [first, second], by }, examples) => {
    const [a, b] = [ATTRIBUTES[first] ?? '', ATTRIBUTES[second] ?? ''];
    if (kind === 'paired') {
      const pairs = new Map(examples.map((one) => [one[first] ?? 0, one[second] ?? 0]));
      const listed = [...pairs].map(([x, y]) => `${value(scene, first, x)} — ${value(scene, second, y)}`);
      return `В рамке каждому значению признака «${a}» отвечает одно значение признака «${b}»: ${listed.join(', ')}.`;
    }
    if (kind === 'total') return `В рамке ${a} и ${b} вместе всегда составляют ${String(by)}.`;
    if (SCENES[scene].attributes[first]?.kind === 'turn') {
      if (by === 0) return 'В рамке стрелка всегда указывает на знак.';
      return by === 4
        ? 'В рамке стрелка всегда указывает в сторону от знака.'
        : `В рамке знак всегда стоит на ${String(by * 45)}° по часовой стрелке от направления стрелки.`;
    }
    if (by === 0) return `В рамке всегда совпадают ${a} и ${b}.`;
    return `В рамке ${b} всегда на ${String(Math.abs(by))} ${by > 0 ? 'больше' : 'меньше'}, чем ${a}.`;
  },
  question: {
    series: 'Какая фигура продолжает ряд?',
    matrix: 'Какая фигура должна стоять на пустом месте?',
    odd: 'Четыре фигуры в рамке подчиняются одному правилу. Три варианта тоже ему подчиняются. Какой <strong>не</strong> подчиняется?',
  },
  seriesAlt: (figures) =>
    `Ряд фигур: ${figures.map((one, index) => `${String(index + 1)}: ${one}`).join('; ')}; ${String(figures.length + 1)}: искомая.`,
  matrixAlt: (figures) =>
    [0, 1, 2]
      .map((row) => {
        const shown = figures.slice(row * 3, row * 3 + 3);
        return `Строка ${String(row + 1)}: ${[...shown, ...(row === 2 ? ['искомая'] : [])].join('; ')}.`;
      })
      .join(' '),
  oddAlt: (figures) => `В рамке: ${figures.map((one, index) => `${String(index + 1)}: ${one}`).join('; ')}.`,
  keyIs: (one) => `Значит, нужна фигура: ${one}.`,
  oddIs: (one) => `Не подчиняется ему: ${one}.`,
  breaks: (attributes) => `нарушено правило: ${list(attributes)}`,
  keepsRule: 'подчиняется правилу',
};
