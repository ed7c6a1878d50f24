/* Words about figures in Russian, with the forms that sentences need. */

/** One, of two to four, of five and more; accusative and "within" of one; whether the noun is feminine. */
interface Noun {
  readonly one: string;
  readonly few: string;
  readonly many: string;
  readonly within: string;
  readonly instrumental: string;
  readonly feminine?: boolean;
}

export const NOUNS: Readonly<Record<string, Noun>> = {
  circle: { one: 'круг', few: 'круга', many: 'кругов', within: 'круге', instrumental: 'кругом' },
  square: {
    one: 'квадрат',
    few: 'квадрата',
    many: 'квадратов',
    within: 'квадрате',
    instrumental: 'квадратом',
  },
  triangle: {
    one: 'треугольник',
    few: 'треугольника',
    many: 'треугольников',
    within: 'треугольнике',
    instrumental: 'треугольником',
  },
  diamond: { one: 'ромб', few: 'ромба', many: 'ромбов', within: 'ромбе', instrumental: 'ромбом' },
  star: {
    one: 'звезда',
    few: 'звезды',
    many: 'звёзд',
    within: 'звезде',
    instrumental: 'звездой',
    feminine: true,
  },
  hexagon: {
    one: 'шестиугольник',
    few: 'шестиугольника',
    many: 'шестиугольников',
    within: 'шестиугольнике',
    instrumental: 'шестиугольником',
  },
  dot: { one: 'точка', few: 'точки', many: 'точек', within: 'точке', instrumental: 'точкой', feminine: true },
};
export const SHADINGS: Readonly<
  Record<string, { m: string; f: string; many: string; few: string; instrumental: string; name: string }>
> = {
  empty: { m: 'пустой', f: 'пустая', few: 'пустые', many: 'пустых', instrumental: 'пустым', name: 'пустая' },
  striped: {
    m: 'полосатый',
    f: 'полосатая',
    few: 'полосатые',
    many: 'полосатых',
    instrumental: 'полосатым',
    name: 'полосатая',
  },
  solid: { m: 'чёрный', f: 'чёрная', few: 'чёрные', many: 'чёрных', instrumental: 'чёрным', name: 'чёрная' },
};
export const MASCULINE = [
  'ноль',
  'один',
  'два',
  'три',
  'четыре',
  'пять',
  'шесть',
  'семь',
  'восемь',
  'девять',
];
export const FEMININE = ['ноль', 'одна', 'две', ...MASCULINE.slice(3)];
export const DIRECTIONS = [
  'вверх',
  'вверх и вправо',
  'вправо',
  'вниз и вправо',
  'вниз',
  'вниз и влево',
  'влево',
  'вверх и влево',
];
export const CLOCK = [
  'вверху',
  'вверху справа',
  'справа',
  'внизу справа',
  'внизу',
  'внизу слева',
  'слева',
  'вверху слева',
];
export const PLACES = [
  'вверху слева',
  'вверху в середине',
  'вверху справа',
  'справа в середине',
  'внизу справа',
  'внизу в середине',
  'внизу слева',
  'слева в середине',
];
export const POLYGONS: Readonly<Record<string, string>> = {
  3: 'треугольник',
  4: 'квадрат',
  5: 'пятиугольник',
  6: 'шестиугольник',
  7: 'семиугольник',
  8: 'восьмиугольник',
};
export const LINES: Readonly<Record<string, string>> = {
  top: 'верхняя сторона',
  right: 'правая сторона',
  bottom: 'нижняя сторона',
  left: 'левая сторона',
  falling: 'диагональ слева сверху вправо вниз',
  rising: 'диагональ слева снизу вправо вверх',
  upright: 'средняя вертикаль',
  level: 'средняя горизонталь',
};
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  count: 'число фигур',
  shape: 'форма',
  shading: 'заливка',
  frame: 'рамка',
  direction: 'направление стрелки',
  place: 'место',
  circle: 'место круга',
  square: 'место квадрата',
  outer: 'внешняя фигура',
  inner: 'внутренняя фигура',
  ring: 'внешняя заливка',
  core: 'внутренняя заливка',
  sides: 'число сторон',
  dots: 'число точек',
  solid: 'число чёрных фигур',
  empty: 'число пустых фигур',
  mark: 'место знака',
};
