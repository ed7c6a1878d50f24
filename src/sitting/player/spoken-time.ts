const SECOND = 1000;

/** "1 hour 4 minutes", "54 minutes", "40 seconds": for ears, in the language's own plurals; whole minutes from one minute on. */
export function spokenTime(left: number, language: string): string {
  const seconds = Math.max(0, Math.ceil(left / SECOND));
  const unit = (value: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  if (seconds < 60) return unit(seconds, 'second');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return [
    ...(hours > 0 ? [unit(hours, 'hour')] : []),
    ...(minutes > 0 ? [unit(minutes, 'minute')] : []),
  ].join(' ');
}
