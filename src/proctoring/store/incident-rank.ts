/** Of the ranks of {@link STEP_RANK}: it waits for an official. */
export const WAITS_FOR_OFFICIAL = 2;

/**
 * SQL: the place of an incident in a list by who has to act next, as `nextStep` says it: review, decide, contest, answer, time, nobody.
 * `i` is the incident, `a` its answer, `d` its decision.
 */
export const STEP_RANK = `
  CASE WHEN i.state = 'contested' THEN 0
    WHEN i.state = 'unanswered' OR i.state = 'answered' AND a.taken_down IS NULL
      OR i.state IN ('open', 'answered') AND i.answer_until <= clock_timestamp() THEN 1
    WHEN i.state = 'found' AND d.contest_until > clock_timestamp() THEN 2
    WHEN i.state IN ('open', 'answered') THEN 3
    WHEN i.state <> 'settled' THEN 4 ELSE 5 END`;
