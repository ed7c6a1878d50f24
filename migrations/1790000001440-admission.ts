import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was let into a session and by whom, the codes that are shown in its rooms, and who is in the waiting room. */
export class Admission1790000001440 implements MigrationInterface {
  name = 'Admission1790000001440';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_admission (
        session_id      uuid NOT NULL REFERENCES exam_session (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        state           text NOT NULL CHECK (state IN ('admitted', 'refused')),
        way             text NOT NULL CHECK (way IN ('proctor', 'seat-code')),
        reason          text,
        account_id      uuid REFERENCES account (id),
        official        text,
        at              timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, application_id),
        CHECK ((way = 'proctor') = (account_id IS NOT NULL) AND (account_id IS NULL) = (official IS NULL)),
        CHECK ((state = 'refused') = (reason IS NOT NULL)),
        CHECK (state = 'admitted' OR way = 'proctor')
      );
      COMMENT ON TABLE session_admission IS 'Who may begin, or may not, as it stands; what was taken back is in the decisions.';

      CREATE TABLE session_seat_code (
        id          uuid PRIMARY KEY,
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        code        text NOT NULL,
        issued_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        revoked_at  timestamptz
      );
      CREATE UNIQUE INDEX session_seat_code_active ON session_seat_code (session_id) WHERE revoked_at IS NULL;

      CREATE UNLOGGED TABLE session_presence (
        session_id      uuid NOT NULL,
        application_id  uuid NOT NULL,
        seen_at         timestamptz NOT NULL,
        PRIMARY KEY (session_id, application_id)
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE session_presence IS 'When a candidate last asked from the waiting room, to some seconds. Not logged: a crash empties it, and the next question fills it.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE session_presence, session_seat_code, session_admission;`);
  }
}
