interface Span {
  readonly startsAt: Date;
  readonly minutes: number;
}

const endOf = ({ startsAt, minutes }: Span): number => startsAt.getTime() + minutes * 60_000;

/** Whether two spans of time have a moment in common; one may begin when the other ends. */
export const overlaps = (a: Span, b: Span): boolean =>
  a.startsAt.getTime() < endOf(b) && b.startsAt.getTime() < endOf(a);
