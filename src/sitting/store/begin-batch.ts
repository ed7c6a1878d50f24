import { takesPart } from '../../competition/index.js';
import { sha256 } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { BrowserProof } from '../domain/exam-browser/index.js';
import type { ExamBrowserRule } from './exam-browser-store.js';

/** A sitting that is to begin, with its first lease and its form. */
export interface Beginning {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly drawId: string;
  readonly applicationId: string;
  readonly personId: string;
  readonly candidateNumber: string;
  readonly language: string;
  readonly accommodations: Accommodations;
  readonly allowedMilliseconds: number;
  /** Where the first lease's chain begins. */
  readonly root: Buffer;
  /** The form's items, JSON. */
  readonly places: string;
  /** Hex. */
  readonly formHash: string;
  /** Of what is watched, as this candidate was asked about it. */
  readonly watchVersion: number | null;
  /** Of what the session demands of the browser, as this candidate was asked for it, and what showed it; null: nothing. */
  readonly browser: { readonly rule: ExamBrowserRule; readonly proof: BrowserProof } | null;
  /** Of the wish that the first lease is given to; null where it has no id. */
  readonly wishHash: Buffer | null;
}

/** Milliseconds since 1970, PostgreSQL's clock. */
export interface Begun {
  readonly now: number;
  readonly deadline: number;
}

/**
 * Begins many sittings in one statement: either all rows of one are there, or none. Left out are those whose session
 * does not take anybody now, whose application was withdrawn, or is out of the competition, whose admission was taken back, who
 * have a sitting already, whose session is watched, or demands a browser, otherwise than they were asked about, and whose proof
 * of the browser was used meanwhile.
 *
 * Whoever would close, void or pause a session locks its row and waits until this has committed; what comes after them
 * sees what they have written.
 *
 * @returns those that have begun, by the sitting.
 */
export async function beginBatch(tx: Tx, wishes: readonly Beginning[]): Promise<Map<string, Begun>> {
  const begun = await rows<{ id: string; now: string; deadline: string }>(tx, BEGIN, [
    [...new Set(wishes.map(({ sessionId }) => sessionId))],
    wishes.map(({ sittingId }) => sittingId),
    wishes.map(({ sessionId }) => sessionId),
    wishes.map(({ applicationId }) => applicationId),
    wishes.map(({ personId }) => personId),
    wishes.map(({ candidateNumber }) => candidateNumber),
    wishes.map(({ language }) => language),
    wishes.map(({ accommodations }) => JSON.stringify(accommodations)),
    wishes.map(({ allowedMilliseconds }) => allowedMilliseconds),
    wishes.map(({ root }) => root),
    wishes.map(({ drawId }) => drawId),
    wishes.map(({ formHash }) => `\\x${formHash}`),
    // One document: an array of them would have every quotation mark escaped.
    `[${wishes.map(({ places }) => places).join(',')}]`,
    wishes.map(({ watchVersion }) => watchVersion),
    wishes.map(({ browser }) => browser && JSON.stringify(browser.rule)),
    wishes.map(({ browser }) => browser && sha256(browser.proof.nonce)),
    wishes.map(({ browser }) => browser && browser.proof.by),
    wishes.map(({ wishHash }) => wishHash),
  ]);
  return new Map(
    begun.map(({ id, now, deadline }) => [id, { now: Number(now), deadline: Number(deadline) }]),
  );
}

// Sorted, so that two processes with the same people in their batches never wait for each other in a circle.
const BEGIN = `
  WITH held AS MATERIALIZED (
    SELECT id, stage_id, extended_ms, admission, watch_version, exam_browser, clock_timestamp() < entry_closes_at AS takes_new FROM exam_session
    WHERE id = ANY($1::uuid[]) AND state = 'open' AND paused_at IS NULL
    ORDER BY id FOR SHARE
  ), wish AS MATERIALIZED (
    SELECT * FROM ROWS FROM (
        unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::int[],
          $10::bytea[], $11::uuid[], $12::bytea[]),
        jsonb_array_elements($13::jsonb), unnest($14::int[], $15::jsonb[], $16::bytea[], $17::text[], $18::bytea[]))
      AS w (id, session_id, application_id, person_id, candidate_number, language, accommodations, allowed, root,
        draw_id, form_hash, places, watch_version, exam_browser, nonce_hash, shown_by, wish_hash)
  ), admitted AS MATERIALIZED (
    SELECT d.session_id, d.application_id
    FROM held JOIN wish w ON w.session_id = held.id AND held.admission <> 'none'
      JOIN session_admission d ON d.session_id = w.session_id AND d.application_id = w.application_id
    WHERE d.state = 'admitted' ORDER BY d.application_id FOR SHARE OF d
  ), begun AS (
    INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, accommodations, state,
      deadline_at)
    SELECT w.id, w.session_id, w.application_id, w.person_id, w.candidate_number, w.language, w.accommodations, 'open',
      clock_timestamp() + (w.allowed + held.extended_ms) * interval '1 millisecond'
    FROM wish w JOIN held ON held.id = w.session_id AND held.watch_version IS NOT DISTINCT FROM w.watch_version
        AND held.exam_browser IS NOT DISTINCT FROM w.exam_browser
      JOIN application a ON a.id = w.application_id AND a.state = 'submitted'
        AND ${takesPart('held.stage_id', 'a.id')}
    WHERE (held.takes_new OR EXISTS (
        SELECT 1 FROM sitting z JOIN sitting_void v ON v.sitting_id = z.id AND v.again = 'here'
        WHERE z.person_id = w.person_id AND z.session_id = w.session_id))
      AND (held.admission = 'none' OR EXISTS (
        SELECT 1 FROM admitted d WHERE d.session_id = w.session_id AND d.application_id = w.application_id))
      AND NOT EXISTS (SELECT 1 FROM browser_proof p WHERE p.nonce_hash = w.nonce_hash)
    ORDER BY w.person_id, w.session_id
    ON CONFLICT DO NOTHING
    RETURNING id, deadline_at
  ), leased AS (
    INSERT INTO sitting_lease (sitting_id, lease, parent_heads, head_hash, deadline_at, exam_browser, wish_hash)
    SELECT b.id, 1, '[]', w.root, b.deadline_at, w.exam_browser, w.wish_hash FROM begun b JOIN wish w ON w.id = b.id
  ), proved AS (
    INSERT INTO browser_proof (nonce_hash, session_id, person_id, shown_by)
    SELECT w.nonce_hash, w.session_id, w.person_id, w.shown_by FROM begun b JOIN wish w ON w.id = b.id
    WHERE w.nonce_hash IS NOT NULL
    ORDER BY w.nonce_hash ON CONFLICT DO NOTHING
  ), formed AS (
    INSERT INTO form (sitting_id, draw_id, items, content_hash)
    SELECT w.id, w.draw_id, w.places, w.form_hash FROM begun b JOIN wish w ON w.id = b.id
  )
  SELECT id, (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    (extract(epoch FROM deadline_at) * 1000)::bigint::text AS deadline
  FROM begun`;
