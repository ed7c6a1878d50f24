import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webcam snapshots, who has looked at them, and what was removed once its time was over. */
export class Snapshots1790000001920 implements MigrationInterface {
  name = 'Snapshots1790000001920';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE watch_snapshot (
        id            uuid PRIMARY KEY,
        sitting_id    uuid NOT NULL REFERENCES sitting (id),
        session_id    uuid NOT NULL REFERENCES exam_session (id),
        slot          bigint NOT NULL CHECK (slot >= 0),
        lease         integer NOT NULL,
        -- The key of the key ring that its bytes depend on.
        key_id        text NOT NULL,
        state         text NOT NULL CHECK (state IN ('arriving', 'kept', 'removed')),
        taken_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        kept_at       timestamptz,
        bytes         integer CHECK (bytes BETWEEN 1 AND 307200),
        sha256        bytea CHECK (octet_length(sha256) = 32),
        removed_at    timestamptz,
        removed_why   text CHECK (removed_why IN ('refused', 'abandoned', 'retention')),
        keep_days     integer,
        is_destroyed  boolean NOT NULL DEFAULT false,
        CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
        CHECK ((removed_at IS NULL) = (removed_why IS NULL)),
        CHECK (state <> 'kept' OR (kept_at IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL)),
        CHECK ((removed_why IS NOT DISTINCT FROM 'retention') = (keep_days IS NOT NULL)),
        CHECK (NOT is_destroyed OR removed_at IS NOT NULL)
      );
      CREATE UNIQUE INDEX watch_snapshot_once ON watch_snapshot (sitting_id, slot) WHERE state <> 'removed';
      CREATE INDEX watch_snapshot_sitting ON watch_snapshot (sitting_id, taken_at);
      CREATE INDEX watch_snapshot_kept ON watch_snapshot (session_id) WHERE state = 'kept';
      CREATE INDEX watch_snapshot_arriving ON watch_snapshot (taken_at) WHERE state = 'arriving';
      CREATE INDEX watch_snapshot_left ON watch_snapshot (removed_at) WHERE removed_at IS NOT NULL AND NOT is_destroyed;
      COMMENT ON TABLE watch_snapshot IS 'Bytes lie in the object store under the id. A row stays when they are gone.';
      COMMENT ON COLUMN watch_snapshot.taken_at IS 'When its first byte was received.';
      COMMENT ON COLUMN watch_snapshot.keep_days IS 'The rule by which it was removed: days after the session.';

      CREATE TABLE watch_snapshot_view (
        id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        snapshot_id  uuid NOT NULL REFERENCES watch_snapshot (id),
        account_id   uuid NOT NULL REFERENCES account (id),
        official     text NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX watch_snapshot_view_snapshot ON watch_snapshot_view (snapshot_id);
      CREATE TRIGGER watch_snapshot_view_stays BEFORE UPDATE OR DELETE ON watch_snapshot_view
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      COMMENT ON TABLE watch_snapshot_view IS 'Staff who opened a picture: written before a byte of it is sent.';

      CREATE TABLE watch_removal (
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        kind        text NOT NULL CHECK (kind IN ('snapshots', 'signals')),
        keep_days   integer NOT NULL,
        amount      integer NOT NULL CHECK (amount > 0),
        first_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, kind, keep_days)
      );
      COMMENT ON TABLE watch_removal IS 'How much is gone for good, and by which rule: days after the session.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE watch_removal, watch_snapshot_view, watch_snapshot;');
  }
}
