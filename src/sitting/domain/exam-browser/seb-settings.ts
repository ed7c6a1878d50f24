import { byCodePoints, sha256Hex } from '../../../kernel/index.js';

/** A value of Safe Exam Browser's settings. Numbers are whole: fractions are written differently by its versions. */
export type SebValue =
  string | number | boolean | Date | Uint8Array | readonly SebValue[] | { readonly [key: string]: SebValue };

export interface SebSettings {
  readonly [key: string]: SebValue;
}

const isDictionary = (value: SebValue): value is SebSettings =>
  typeof value === 'object' &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array);

/**
 * Settings as SEB-JSON, of which the Config Key is made: without `originatorVersion` at the top and without empty
 * dictionaries, keys sorted whatever their case, no white space, and nothing in a text escaped; data in base64, dates in
 * ISO 8601.
 *
 * Source: Safe Exam Browser, "Config Key", developer documentation. @throws RangeError for a number that is not whole.
 */
export function sebJson(settings: SebSettings): string {
  const { originatorVersion: _, ...rest } = settings;
  // Nothing at all is written as a list.
  return Object.keys(rest).length === 0 ? '[]' : written(rest);
}

function written(value: SebValue): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('Settings have whole numbers alone.');
    return String(value);
  }
  if (value instanceof Date) return `"${isoDate(value)}"`;
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (!isDictionary(value)) return `[${value.filter(isSaid).map(written).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => isSaid(member))
    .sort(([a], [b]) => byCodePoints(a.toLowerCase(), b.toLowerCase()));
  return `{${members.map(([key, member]) => `"${key}":${written(member)}`).join(',')}}`;
}

/** Whether a value is written at all: an empty dictionary is not, an empty list is. */
const isSaid = (value: SebValue): boolean => !isDictionary(value) || Object.keys(value).length > 0;

/** To the second, in UTC: as the format of property lists has dates. */
const isoDate = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The Config Key of settings: SHA-256 of their SEB-JSON, 64 lower-case hex digits. */
export const configKey = (settings: SebSettings): string => sha256Hex(sebJson(settings));

/**
 * What Safe Exam Browser sends of a key with a request, or states by its JavaScript API for a page: SHA-256 of the address
 * without its fragment and the key, 64 lower-case hex digits.
 *
 * @param address absolute, as the browser sees it: behind a proxy, of the public origin. @param key hex: the Config Key, or a
 * Browser Exam Key.
 */
export const keyHash = (address: string, key: string): string =>
  sha256Hex(`${address.split('#')[0] ?? ''}${key}`);

/** Settings as the XML property list that Safe Exam Browser opens: an unencrypted `.seb` file. */
export const sebFile = (settings: SebSettings): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<plist version="1.0">${element(settings)}</plist>`,
    '',
  ].join('\n');

function element(value: SebValue): string {
  if (typeof value === 'string') return `<string>${escaped(value)}</string>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (typeof value === 'number') return `<integer>${written(value)}</integer>`;
  if (value instanceof Date) return `<date>${isoDate(value)}</date>`;
  if (value instanceof Uint8Array) return `<data>${Buffer.from(value).toString('base64')}</data>`;
  if (!isDictionary(value)) return `<array>${value.map(element).join('')}</array>`;
  const members = Object.entries(value).map(
    ([key, member]) => `<key>${escaped(key)}</key>${element(member)}`,
  );
  return `<dict>${members.join('')}</dict>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
