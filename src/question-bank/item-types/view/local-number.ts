/** A decimal text with the language's own mark and groups, without a float in between. */
export function localNumber(text: string, language: string): string {
  const [whole = '0', decimals] = text.replace('-', '').split('.');
  const mark =
    new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const grouped = new Intl.NumberFormat(language).format(BigInt(whole));
  return `${text.startsWith('-') ? '−' : ''}${grouped}${decimals === undefined ? '' : mark + decimals}`;
}
