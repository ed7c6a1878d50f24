import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is watched in a session, who agreed to it, and what happened on candidates' devices. */
export class Proctoring1790000001910 implements MigrationInterface {
  name = 'Proctoring1790000001910';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE exam_session ADD COLUMN watch_version integer;
      COMMENT ON COLUMN exam_session.watch_version IS
        'Null: nothing is watched. Otherwise what of session_watch holds now: a candidate agrees to one version.';

      CREATE TABLE session_watch (
        session_id          uuid NOT NULL REFERENCES exam_session (id),
        version             integer NOT NULL,
        camera              text NOT NULL CHECK (camera IN ('none', 'offered', 'required')),
        snapshots_an_hour   integer NOT NULL CHECK (snapshots_an_hour BETWEEN 0 AND 60),
        full_screen         boolean NOT NULL,
        keep_snapshot_days  integer NOT NULL CHECK (keep_snapshot_days BETWEEN 1 AND 1095),
        keep_signal_days    integer NOT NULL CHECK (keep_signal_days BETWEEN 1 AND 1095),
        account_id          uuid NOT NULL REFERENCES account (id),
        official            text NOT NULL,
        at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, version),
        CHECK ((camera = 'none') = (snapshots_an_hour = 0))
      );
      COMMENT ON TABLE session_watch IS 'What is watched and for how long it is kept: every version that somebody may have agreed to.';

      CREATE TABLE watch_notice (
        hash      bytea PRIMARY KEY,
        language  text NOT NULL,
        body      jsonb NOT NULL
      );
      COMMENT ON TABLE watch_notice IS 'Notices as they were shown: titles and paragraphs.';

      CREATE TABLE watch_consent (
        session_id   uuid NOT NULL,
        person_id    uuid NOT NULL REFERENCES person (id),
        version      integer NOT NULL,
        notice_hash  bytea NOT NULL REFERENCES watch_notice (hash),
        camera       boolean NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, person_id, version),
        FOREIGN KEY (session_id, version) REFERENCES session_watch (session_id, version)
      );
      COMMENT ON COLUMN watch_consent.camera IS 'Whether snapshots were agreed to as well.';

      CREATE TABLE watch_excuse (
        session_id      uuid NOT NULL REFERENCES exam_session (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        reason          text NOT NULL,
        account_id      uuid NOT NULL REFERENCES account (id),
        official        text NOT NULL,
        at              timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, application_id)
      );
      COMMENT ON TABLE watch_excuse IS 'Who sits without a camera where one is required: said by name.';

      CREATE TABLE watch_state (
        sitting_id    uuid PRIMARY KEY REFERENCES sitting (id),
        session_id    uuid NOT NULL REFERENCES exam_session (id),
        lease         integer NOT NULL,
        lease_seq     integer NOT NULL,
        signals       integer NOT NULL,
        silent_since  timestamptz,
        seen          integer NOT NULL DEFAULT 0 CHECK (seen <= signals),
        seen_by       text,
        seen_at       timestamptz
      ) WITH (fillfactor = 70);
      CREATE INDEX watch_state_session ON watch_state (session_id);
      COMMENT ON COLUMN watch_state.lease_seq IS 'The last number of this lease''s device: what comes with a lower one was there.';
      COMMENT ON COLUMN watch_state.signals IS 'The last number of this sitting''s signals.';
      COMMENT ON COLUMN watch_state.seen IS 'A proctor has looked at the signals up to this one.';

      CREATE TABLE watch_signal (
        sitting_id   uuid NOT NULL,
        number       integer NOT NULL,
        kind         text NOT NULL,
        at           timestamptz NOT NULL,
        lasted_ms    bigint,
        detail       jsonb,
        lease        integer NOT NULL,
        received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, number)
      );
      COMMENT ON TABLE watch_signal IS 'What happened on a device, without a judgement: each candidate can read their own.';
      COMMENT ON COLUMN watch_signal.at IS 'For what a device tells: when it was received, less the time that has passed since by that device.';

      CREATE UNLOGGED TABLE watch_beat (
        sitting_id  uuid PRIMARY KEY,
        session_id  uuid NOT NULL,
        lease       integer NOT NULL,
        seen_at     timestamptz NOT NULL,
        address     bytea NOT NULL,
        camera      text NOT NULL
      ) WITH (fillfactor = 50);
      CREATE INDEX watch_beat_session ON watch_beat (session_id);
      COMMENT ON COLUMN watch_beat.address IS 'A keyed hash, to tell that it changed: the address itself is not kept.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE watch_beat, watch_signal, watch_state, watch_excuse, watch_consent, watch_notice, session_watch;
      ALTER TABLE exam_session DROP COLUMN watch_version;
    `);
  }
}
