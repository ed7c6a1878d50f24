import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, sittings, leases, the response log, answer sheets and receipts. */
export class Sitting1790000000600 implements MigrationInterface {
  name = 'Sitting1790000000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exam_session (
        id                uuid PRIMARY KEY REFERENCES scope (id),
        competition_id    uuid NOT NULL REFERENCES competition (id),
        draw_id           uuid REFERENCES draw (id),
        title             jsonb NOT NULL,
        state             text NOT NULL CHECK (state IN ('scheduled', 'open', 'closed')),
        opens_at          timestamptz NOT NULL,
        entry_closes_at   timestamptz NOT NULL,
        minutes           integer NOT NULL CHECK (minutes BETWEEN 1 AND 600),
        release_policy    text NOT NULL CHECK (release_policy IN ('officer', 'on-grading')),
        release_signed_by uuid REFERENCES account (id),
        release_signed_at timestamptz,
        released_at       timestamptz,
        released_by       uuid REFERENCES account (id),
        created_by        uuid NOT NULL REFERENCES account (id),
        CHECK (opens_at < entry_closes_at),
        CHECK (release_policy = 'officer' OR release_signed_by IS NOT NULL)
      );
      CREATE INDEX exam_session_competition ON exam_session (competition_id);

      CREATE TABLE sitting (
        id                uuid PRIMARY KEY,
        session_id        uuid NOT NULL REFERENCES exam_session (id),
        application_id    uuid NOT NULL REFERENCES application (id),
        person_id         uuid NOT NULL REFERENCES person (id),
        candidate_number  text NOT NULL UNIQUE,
        language          text NOT NULL,
        state             text NOT NULL CHECK (state IN ('open', 'closed', 'void')),
        started_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        deadline_at       timestamptz NOT NULL,
        closed_at         timestamptz,
        closed_by         text CHECK (closed_by IN ('candidate', 'clock', 'officer')),
        UNIQUE (session_id, person_id),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL) OR state = 'void')
      );
      CREATE INDEX sitting_overdue ON sitting (deadline_at) WHERE state = 'open';
      CREATE INDEX sitting_person ON sitting (person_id);
      ALTER TABLE form ADD FOREIGN KEY (sitting_id) REFERENCES sitting (id);

      CREATE TABLE sitting_lease (
        sitting_id   uuid NOT NULL REFERENCES sitting (id),
        lease        integer NOT NULL,
        parent_heads jsonb NOT NULL,
        head_seq     integer NOT NULL DEFAULT 0,
        head_hash    bytea NOT NULL,
        deadline_at  timestamptz NOT NULL,
        issued_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_acknowledged_at timestamptz,
        revoked_at   timestamptz,
        PRIMARY KEY (sitting_id, lease)
      ) WITH (fillfactor = 50);

      CREATE TABLE response_event (
        sitting_id   uuid NOT NULL,
        lease        integer NOT NULL,
        seq          integer NOT NULL,
        hash         bytea NOT NULL,
        event        jsonb NOT NULL,
        received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, lease, seq)
      );

      CREATE TABLE late_response_event (
        sitting_id   uuid NOT NULL,
        lease        integer NOT NULL,
        seq          integer NOT NULL,
        hash         bytea NOT NULL,
        event        jsonb NOT NULL,
        reason       text NOT NULL CHECK (reason IN ('lease-revoked', 'after-deadline')),
        evidence     jsonb NOT NULL,
        received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, lease, seq, hash)
      );

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'This table only grows.' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER response_event_grows BEFORE UPDATE OR DELETE ON response_event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE answer_sheet (
        sitting_id  uuid PRIMARY KEY REFERENCES sitting (id),
        answers     jsonb NOT NULL,
        hash        bytea NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      CREATE TABLE receipt (
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        number      integer NOT NULL,
        body        jsonb NOT NULL,
        signature   bytea NOT NULL,
        key_id      text NOT NULL,
        issued_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, number)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE receipt, answer_sheet, late_response_event, response_event, sitting_lease; ALTER TABLE form DROP CONSTRAINT form_sitting_id_fkey; DROP TABLE sitting, exam_session; DROP FUNCTION refuse_change;`,
    );
  }
}
