/** SQL: the months for which applications of a competition are kept, by the profile it began under. @param c its alias. */
export const keptMonths = (c: string): string =>
  `(SELECT (j.body #>> '{retention,applications}')::int FROM jurisdiction_profile j
    WHERE j.code = ${c}.profile_code AND j.version = ${c}.profile_version)`;

/** SQL: whether a competition was concluded longer ago than that. @param c its alias. */
export const isPastTerm = (c: string): string =>
  `coalesce(${c}.concluded_at + make_interval(months => ${keptMonths(c)}) < clock_timestamp(), false)`;
