import { ModelError } from './model-error.js';
import type { Rational } from './rational.js';

interface NumberFormat {
  readonly decimal: string;
  readonly group: string;
  /** # is where the number stands. */
  readonly percent: string;
  readonly money: string;
  readonly hours: string;
  readonly minutes: string;
}

/** A table of our own and not the machine's locale data: the same item has the same bytes on any machine. */
const FORMATS: Readonly<Record<string, NumberFormat>> = {
  en: { decimal: '.', group: ',', percent: '#%', money: '€#', hours: '# h', minutes: '# min' },
  ru: {
    decimal: ',',
    group: '\u00a0',
    percent: '#\u00a0%',
    money: '#\u00a0евро',
    hours: '#\u00a0ч',
    minutes: '#\u00a0мин',
  },
};

const MINUS = '\u2212';

/** `change` is a percentage with its sign, `duration` hours and minutes, `clock` a time of day. */
export type Style =
  'number' | 'plain' | 'signed' | 'percent' | 'change' | 'fraction' | 'money' | 'duration' | 'clock';

/**
 * Writes a number as a language does. It never rounds: a number that has no end as a decimal, or more places than are
 * asked for, is a fault of the model.
 *
 * @param places so many, zeros included; as many as the number needs where left out.
 */
export function formatNumber(value: Rational, language: string, style: Style, places?: number): string {
  const format = FORMATS[language];
  if (!format) throw new ModelError(`numbers have no format in "${language}"`);
  if (style === 'duration') return duration(value, format);
  if (style === 'clock') return clock(value);
  if (style === 'fraction') return value.toString();
  const digits = decimal(value.absolute(), format, style !== 'plain', places);
  const negative = value.numerator < 0n;
  const sign = negative
    ? MINUS
    : (style === 'signed' || style === 'change') && value.numerator > 0n
      ? '+'
      : '';
  if (style === 'percent' || style === 'change') return sign + format.percent.replace('#', digits);
  if (style === 'money') return sign + format.money.replace('#', digits);
  return sign + digits;
}

function decimal(value: Rational, format: NumberFormat, grouped: boolean, places?: number): string {
  const [whole = '', rest] = value.toDecimal(places).split('.');
  const groups = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, format.group) : whole;
  return rest === undefined ? groups : groups + format.decimal + rest;
}

/** Whole minutes as hours and minutes. */
function duration(value: Rational, format: NumberFormat): string {
  const minutes = value.toIndex();
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(hours > 0 ? [format.hours.replace('#', String(hours))] : []),
    ...(rest > 0 || hours === 0 ? [format.minutes.replace('#', String(rest))] : []),
  ];
  return parts.join(' ');
}

/** Minutes since midnight as a time of day. */
function clock(value: Rational): string {
  const minutes = value.toIndex();
  return `${String(Math.floor(minutes / 60) % 24)}:${String(minutes % 60).padStart(2, '0')}`;
}
