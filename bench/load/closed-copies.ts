/** Runs one statement. */
type Query = (sql: string, values?: readonly unknown[]) => Promise<unknown>;

export interface CopiesWanted {
  readonly sessionId: string;
  readonly count: number;
  /** Forms as they are kept, taken in turn. */
  readonly forms: readonly unknown[];
  /** Places in each form. */
  readonly items: number;
}

/**
 * Makes closed sittings of a session by a few statements: each of a person of its own, with a full answer sheet that
 * differs from the others'. For loads alone: nobody handed these in, and no receipt was given for them.
 */
export async function closedCopies(
  query: Query,
  { sessionId, count, forms, items }: CopiesWanted,
): Promise<void> {
  const steps = [
    `CREATE TABLE IF NOT EXISTS copy_wanted (n integer, person uuid, application uuid, sitting uuid, number text, form jsonb)`,
    `TRUNCATE copy_wanted`,
  ];
  for (const step of steps) await query(step);
  await query(
    `INSERT INTO copy_wanted
     SELECT n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
       upper(substr(md5('copy ' || n || $1::uuid), 1, 12)), $2::jsonb -> (n % jsonb_array_length($2::jsonb))
     FROM generate_series(1, $3::int) AS n`,
    [sessionId, JSON.stringify(forms), count],
  );
  await query(
    `INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
     SELECT person, decode(md5(person::text), 'hex'), '', '', 'Copy ' || n FROM copy_wanted`,
  );
  await query(
    `INSERT INTO application (id, competition_id, person_id, language, state)
     SELECT w.application, x.competition_id, w.person, 'en', 'submitted'
     FROM copy_wanted w JOIN exam_session x ON x.id = $1`,
    [sessionId],
  );
  await query(
    `INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, state, deadline_at,
       closed_at, closed_by)
     SELECT sitting, $1, application, person, number, 'en', 'closed', clock_timestamp(), clock_timestamp(), 'clock'
     FROM copy_wanted`,
    [sessionId],
  );
  await query(
    `INSERT INTO form (sitting_id, draw_id, items, content_hash)
     SELECT w.sitting, x.draw_id, w.form, '' FROM copy_wanted w JOIN exam_session x ON x.id = $1`,
    [sessionId],
  );
  await query(
    `INSERT INTO answer_sheet (sitting_id, answers, hash)
     SELECT w.sitting, (SELECT jsonb_object_agg(p::text, (1 + abs(hashint8(w.n * 1000 + p)) % 4)::text)
       FROM generate_series(1, $1::int) AS p), '' FROM copy_wanted w`,
    [items],
  );
  await query('DROP TABLE copy_wanted');
  await query('ANALYZE person, application, sitting, form, answer_sheet');
}
