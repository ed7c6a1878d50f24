import { rows, type Tx } from '../../platform/index.js';
import { END_KINDS } from '../../proctoring/index.js';
import type { DrillAct, DrillSignal } from '../../session/index.js';
import { DEEDS } from './drill-plan.js';
import type { Done } from './drill-sitter.js';

interface Shown {
  readonly candidateNumber: string;
  readonly kind: string;
  readonly at: Date;
  readonly lookedAfter: number | null;
  readonly actedAfter: number | null;
  readonly act: DrillAct | null;
}

/** What there is to look at of a session's signals, when somebody first did, and what was first done about that candidate. */
async function shownOn(tx: Tx, sessionId: string): Promise<Shown[]> {
  return rows<Shown>(
    tx,
    `SELECT s.candidate_number AS "candidateNumber", g.kind, g.at, act.what AS act,
       ${since('look.at')} AS "lookedAfter", ${since('act.at')} AS "actedAfter"
     FROM sitting s JOIN watch_signal g ON g.sitting_id = s.id
     LEFT JOIN LATERAL (SELECT min(k.at) AS at FROM watch_look k
       WHERE k.sitting_id = s.id AND k.up_to >= g.number) look ON true
     LEFT JOIN LATERAL (SELECT a.what, a.at FROM (
       SELECT 'hand' AS what, k.at FROM watch_look k WHERE k.sitting_id = s.id AND k.what = 'hand'
       UNION ALL SELECT 'message', m.at FROM exam_message m WHERE m.sitting_id = s.id
       UNION ALL SELECT t.kind, t.at FROM time_change t WHERE t.sitting_id = s.id
       UNION ALL SELECT 'end', e.at FROM sitting_end e WHERE e.sitting_id = s.id) a
       WHERE a.at >= g.received_at ORDER BY a.at LIMIT 1) act ON true
     WHERE s.session_id = $1 AND g.kind <> ALL($2::text[]) ORDER BY g.at, s.candidate_number, g.number`,
    [sessionId, END_KINDS],
  );
}

const since = (moment: string): string =>
  `round(extract(epoch FROM ${moment} - g.received_at) * 1000)::float8`;

/** What a board showed in a drill and what became of it, with what made-up candidates did that it never showed. By time. */
export async function drillSignals(tx: Tx, sessionId: string, done: readonly Done[]): Promise<DrillSignal[]> {
  return joined(await shownOn(tx, sessionId), done);
}

/** Each deed with the first signal of its kind of the same candidate. */
export function joined(shown: readonly Shown[], done: readonly Done[]): DrillSignal[] {
  const left = new Map(done.map((one) => [one.candidateNumber, one]));
  const signals = shown.map(({ at, ...signal }): DrillSignal => {
    const deed = left.get(signal.candidateNumber);
    const isOf = deed && DEEDS[deed.kind] === signal.kind;
    if (isOf) left.delete(signal.candidateNumber);
    return { ...signal, deed: isOf ? deed.kind : null, at: at.toISOString() };
  });
  const unseen = [...left.values()].map(({ candidateNumber, kind, at }): DrillSignal => ({
    candidateNumber,
    deed: kind,
    kind: null,
    at: at.toISOString(),
    lookedAfter: null,
    actedAfter: null,
    act: null,
  }));
  return [...signals, ...unseen].sort((a, b) => (a.at < b.at ? -1 : 1));
}
