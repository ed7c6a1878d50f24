import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accommodations, stops and extensions of the clock, rulings on what came late, superseding sheets and their grades. */
export class SittingTime1790000001420 implements MigrationInterface {
  name = 'SittingTime1790000001420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accommodation (
        id                  uuid PRIMARY KEY,
        application_id      uuid NOT NULL REFERENCES application (id),
        extra_time_percent  integer NOT NULL CHECK (extra_time_percent BETWEEN 0 AND 200),
        break_minutes       integer NOT NULL CHECK (break_minutes BETWEEN 0 AND 240),
        larger_type         boolean NOT NULL,
        reader              boolean NOT NULL,
        basis               text NOT NULL CHECK (basis IN ('disability', 'medical', 'other')),
        document            bytea NOT NULL,
        document_key        text NOT NULL,
        granted_by          uuid NOT NULL REFERENCES account (id),
        granted_official    text NOT NULL,
        granted_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        revoked_at          timestamptz,
        revoked_by          uuid REFERENCES account (id),
        revoked_official    text,
        CHECK (extra_time_percent > 0 OR break_minutes > 0 OR larger_type OR reader),
        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE UNIQUE INDEX accommodation_standing ON accommodation (application_id) WHERE revoked_at IS NULL;
      COMMENT ON COLUMN accommodation.document IS 'Ciphertext under the personal-data key: which paper it rests on. No diagnosis is kept anywhere.';

      ALTER TABLE exam_session ADD COLUMN extended_ms integer NOT NULL DEFAULT 0 CHECK (extended_ms >= 0);
      COMMENT ON COLUMN exam_session.extended_ms IS 'Added to the time of everybody who begins from now on.';
      ALTER TABLE sitting ADD COLUMN held boolean NOT NULL DEFAULT false;
      CREATE INDEX sitting_application ON sitting (application_id);
      COMMENT ON COLUMN sitting.held IS 'Staff have stopped the clock of this sitting alone: it does not go on with its session.';

      CREATE TABLE time_change (
        id            uuid PRIMARY KEY,
        session_id    uuid NOT NULL REFERENCES exam_session (id),
        sitting_id    uuid REFERENCES sitting (id),
        kind          text NOT NULL CHECK (kind IN ('pause', 'resume', 'extend')),
        milliseconds  integer CHECK (milliseconds > 0),
        for_later     boolean NOT NULL,
        reason        text NOT NULL,
        sittings      integer NOT NULL,
        account_id    uuid NOT NULL REFERENCES account (id),
        official      text NOT NULL,
        at            timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK ((kind = 'extend') = (milliseconds IS NOT NULL))
      );
      CREATE INDEX time_change_session ON time_change (session_id, at);
      COMMENT ON COLUMN time_change.sitting_id IS 'One sitting, or null: the whole session.';
      COMMENT ON COLUMN time_change.sittings IS 'How many open sittings it reached.';

      CREATE TABLE sitting_break (
        sitting_id   uuid NOT NULL REFERENCES sitting (id),
        number       integer NOT NULL,
        began_at     timestamptz NOT NULL,
        until_at     timestamptz NOT NULL,
        ended_at     timestamptz,
        interrupted  boolean NOT NULL DEFAULT false,
        PRIMARY KEY (sitting_id, number)
      );
      CREATE UNIQUE INDEX sitting_break_running ON sitting_break (sitting_id) WHERE ended_at IS NULL;
      COMMENT ON COLUMN sitting_break.until_at IS 'The granted minutes are used up then; the clock runs on by itself.';
      COMMENT ON COLUMN sitting_break.interrupted IS 'Staff stopped the clock during this break: it goes on with it.';

      CREATE TABLE late_ruling (
        id               uuid PRIMARY KEY,
        sitting_id       uuid NOT NULL REFERENCES sitting (id),
        lease            integer NOT NULL,
        admitted         boolean NOT NULL,
        reason           text NOT NULL,
        events           integer NOT NULL CHECK (events > 0),
        admitted_events  integer NOT NULL CHECK (admitted_events <= events),
        receipt_number   integer,
        account_id       uuid NOT NULL REFERENCES account (id),
        official         text NOT NULL,
        decided_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK (admitted = (admitted_events > 0)),
        CHECK (admitted = (receipt_number IS NOT NULL))
      );
      CREATE INDEX late_ruling_sitting ON late_ruling (sitting_id);
      CREATE TRIGGER late_ruling_grows BEFORE UPDATE OR DELETE ON late_ruling
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      ALTER TABLE late_response_event ADD COLUMN ruling_id uuid REFERENCES late_ruling (id);
      CREATE INDEX late_undecided ON late_response_event (sitting_id) WHERE ruling_id IS NULL;

      ALTER TABLE answer_sheet ADD COLUMN number integer NOT NULL DEFAULT 1,
        DROP CONSTRAINT answer_sheet_pkey, ADD PRIMARY KEY (sitting_id, number);
      ALTER TABLE sitting ADD COLUMN sheet integer NOT NULL DEFAULT 1;
      COMMENT ON COLUMN sitting.sheet IS 'The number of the answer sheet that counts: a later one supersedes those before.';
      ALTER TABLE grade ADD COLUMN sheet integer NOT NULL DEFAULT 1,
        DROP CONSTRAINT grade_pkey, ADD PRIMARY KEY (sitting_id, scoring_version_id, sheet),
        ADD FOREIGN KEY (sitting_id, sheet) REFERENCES answer_sheet (sitting_id, number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM grade WHERE sheet > 1;
      ALTER TABLE grade DROP CONSTRAINT grade_pkey, DROP COLUMN sheet,
        ADD PRIMARY KEY (sitting_id, scoring_version_id);
      ALTER TABLE sitting DROP COLUMN sheet;
      DELETE FROM answer_sheet WHERE number > 1;
      ALTER TABLE answer_sheet DROP CONSTRAINT answer_sheet_pkey, DROP COLUMN number, ADD PRIMARY KEY (sitting_id);
      DROP INDEX late_undecided;
      ALTER TABLE late_response_event DROP COLUMN ruling_id;
      DROP TABLE late_ruling, sitting_break, time_change;
      DROP INDEX sitting_application;
      ALTER TABLE sitting DROP COLUMN held;
      ALTER TABLE exam_session DROP COLUMN extended_ms;
      DROP TABLE accommodation;
    `);
  }
}
