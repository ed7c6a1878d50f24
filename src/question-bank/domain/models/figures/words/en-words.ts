/* Words about figures in English. */

export const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
export const DIRECTIONS = [
  'up',
  'up and right',
  'right',
  'down and right',
  'down',
  'down and left',
  'left',
  'up and left',
];
export const CLOCK = [
  'at the top',
  'at the top right',
  'at the right',
  'at the bottom right',
  'at the bottom',
  'at the bottom left',
  'at the left',
  'at the top left',
];
export const PLACES = [
  'top left',
  'top middle',
  'top right',
  'middle right',
  'bottom right',
  'bottom middle',
  'bottom left',
  'middle left',
];
export const POLYGONS: Readonly<Record<string, string>> = {
  3: 'triangle',
  4: 'square',
  5: 'pentagon',
  6: 'hexagon',
  7: 'heptagon',
  8: 'octagon',
};
export const LINES: Readonly<Record<string, string>> = {
  top: 'top side',
  right: 'right side',
  bottom: 'bottom side',
  left: 'left side',
  falling: 'diagonal from top left to bottom right',
  rising: 'diagonal from bottom left to top right',
  upright: 'vertical middle line',
  level: 'horizontal middle line',
};
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  count: 'the number',
  shape: 'the shape',
  shading: 'the shading',
  frame: 'the frame',
  direction: 'the direction of the arrow',
  place: 'the place',
  circle: 'the place of the circle',
  square: 'the place of the square',
  outer: 'the outer shape',
  inner: 'the inner shape',
  ring: 'the outer shading',
  core: 'the inner shading',
  sides: 'the number of sides',
  dots: 'the number of dots',
  solid: 'the number of solid shapes',
  empty: 'the number of empty shapes',
  mark: 'the place of the mark',
};
