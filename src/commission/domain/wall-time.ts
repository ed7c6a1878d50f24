const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** A moment as clocks in a time zone show it: `2026-05-04T09:30`. @param timeZone IANA name. */
export function wallTimeOf(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * The moment at which clocks in a time zone show this. Where they show it twice, either; where they skip it, or it is no
 * time, undefined.
 */
export function fromWallTime(text: string, timeZone: string): Date | undefined {
  if (!LOCAL_TIME.test(text)) return undefined;
  const asUtc = new Date(`${text}Z`);
  if (Number.isNaN(asUtc.getTime())) return undefined;
  // What the zone is off by there, taken twice: the first guess can lie on the other side of a change of clocks.
  let moment = asUtc;
  for (let i = 0; i < 2; i += 1) {
    const off = new Date(`${wallTimeOf(moment, timeZone)}Z`).getTime() - moment.getTime();
    moment = new Date(asUtc.getTime() - off);
  }
  return wallTimeOf(moment, timeZone) === text ? moment : undefined;
}
