import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The checklist and the go or no-go of a session, void sittings and what replaces them, rehearsals. */
export class RunningTheDay1790000001441 implements MigrationInterface {
  name = 'RunningTheDay1790000001441';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_check (
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        point       text NOT NULL CHECK (point IN ('rooms', 'power', 'line', 'slips', 'paper')),
        done        boolean NOT NULL,
        note        text NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, point)
      );
      COMMENT ON TABLE session_check IS 'Points of the checklist that only a person can see to: who saw to them last.';

      CREATE TABLE session_verdict (
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        number      integer NOT NULL,
        verdict     text NOT NULL CHECK (verdict IN ('go', 'no-go')),
        reason      text,
        draw_id     uuid REFERENCES draw (id),
        checklist   jsonb NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, number)
      );
      COMMENT ON COLUMN session_verdict.checklist IS 'The list as it was at this decision.';
      COMMENT ON COLUMN session_verdict.draw_id IS 'A go counts for the draw that there was, or for any where there was none yet: a draw that is repeated needs another one.';

      CREATE TABLE sitting_void (
        sitting_id  uuid PRIMARY KEY REFERENCES sitting (id),
        cause       text NOT NULL CHECK (cause IN ('misconduct', 'failure', 'session')),
        again       text NOT NULL CHECK (again IN ('no', 'here', 'replacement')),
        reason      text NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON COLUMN sitting_void.again IS 'Whether the candidate sits again: not, in this session with another number, or in one that replaces it.';

      CREATE TABLE session_entitlement (
        session_id      uuid NOT NULL REFERENCES exam_session (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        PRIMARY KEY (session_id, application_id)
      );
      CREATE INDEX session_entitlement_application ON session_entitlement (application_id);
      COMMENT ON TABLE session_entitlement IS 'Who may enter a session that replaces another: nobody else may.';

      ALTER TABLE draw_number ADD COLUMN voided_at timestamptz;
      COMMENT ON COLUMN draw_number.voided_at IS 'Its sitting was declared void. The number stays its holder''s and is never given again.';
      DROP INDEX draw_number_holder;
      CREATE UNIQUE INDEX draw_number_holder ON draw_number (draw_id, holder_id) WHERE voided_at IS NULL;

      ALTER TABLE competition ADD COLUMN rehearsal boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT competition_rehearsal CHECK (NOT rehearsal OR state = 'draft');
      COMMENT ON COLUMN competition.rehearsal IS 'Stands for another one in a rehearsal: a draft for ever, with made-up candidates.';

      CREATE TABLE rehearsal (
        id                    uuid PRIMARY KEY,
        session_id            uuid NOT NULL REFERENCES exam_session (id),
        rehearsal_session_id  uuid REFERENCES exam_session (id),
        candidates            integer NOT NULL CHECK (candidates BETWEEN 1 AND 2000),
        time_limit_seconds    integer NOT NULL CHECK (time_limit_seconds BETWEEN 60 AND 3600),
        state                 text NOT NULL
          CHECK (state IN ('requested', 'running', 'done', 'failed', 'cancelled')),
        attempts              integer NOT NULL DEFAULT 0,
        runner                uuid,
        alive_at              timestamptz,
        started               integer NOT NULL DEFAULT 0,
        handed_in             integer NOT NULL DEFAULT 0,
        passed                boolean,
        report                jsonb,
        failure               text,
        requested_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        requested_by          uuid NOT NULL REFERENCES account (id),
        official              text NOT NULL,
        started_at            timestamptz,
        ended_at              timestamptz,
        removed_at            timestamptz,
        CHECK ((state = 'done') = (report IS NOT NULL) AND (report IS NULL) = (passed IS NULL)),
        CHECK ((state = 'failed') = (failure IS NOT NULL)),
        CHECK (removed_at IS NULL OR rehearsal_session_id IS NULL)
      );
      COMMENT ON COLUMN rehearsal.runner IS 'Who runs it now; another one begins it again only when this one has not been heard of.';
      CREATE UNIQUE INDEX rehearsal_one ON rehearsal (session_id) WHERE state IN ('requested', 'running');
      CREATE INDEX rehearsal_owed ON rehearsal (requested_at) WHERE state IN ('requested', 'running');

      CREATE UNLOGGED TABLE worker_heartbeat (
        worker   text PRIMARY KEY,
        seen_at  timestamptz NOT NULL
      );

      -- What is a rehearsal is one from the beginning, and nothing that counts can become one: its log may be removed.
      CREATE FUNCTION refuse_rehearsal_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'A session is a rehearsal from the beginning or never.' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER exam_session_rehearsal BEFORE UPDATE ON exam_session
        FOR EACH ROW WHEN (NEW.rehearsal <> OLD.rehearsal) EXECUTE FUNCTION refuse_rehearsal_change();
      CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM sitting s JOIN exam_session x ON x.id = s.session_id
                     WHERE s.id = OLD.sitting_id AND x.rehearsal) THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'This table only grows.' USING ERRCODE = 'restrict_violation';
        END $$;
      DROP TRIGGER response_event_grows ON response_event;
      CREATE TRIGGER response_event_grows BEFORE UPDATE ON response_event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER response_event_stays BEFORE DELETE ON response_event
        FOR EACH ROW EXECUTE FUNCTION refuse_removal();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM draw_number WHERE voided_at IS NOT NULL) THEN
          RAISE EXCEPTION 'Numbers were voided that the older schema cannot hold: they are evidence and stay.';
        END IF;
      END $$;
      DROP TRIGGER response_event_stays ON response_event;
      DROP TRIGGER response_event_grows ON response_event;
      CREATE TRIGGER response_event_grows BEFORE UPDATE OR DELETE ON response_event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP TRIGGER exam_session_rehearsal ON exam_session;
      DROP FUNCTION refuse_removal, refuse_rehearsal_change;
      DROP TABLE worker_heartbeat, rehearsal, session_entitlement, sitting_void, session_verdict, session_check;
      ALTER TABLE competition DROP COLUMN rehearsal;
      DROP INDEX draw_number_holder;
      ALTER TABLE draw_number DROP COLUMN voided_at;
      CREATE UNIQUE INDEX draw_number_holder ON draw_number (draw_id, holder_id);
    `);
  }
}
