import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rehearsals that train proctors, and when proctors looked at what a device told. */
export class Drill1790000001970 implements MigrationInterface {
  name = 'Drill1790000001970';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rehearsal
        ADD COLUMN drill_ms integer CHECK (drill_ms BETWEEN 1000 AND 1800000),
        DROP CONSTRAINT rehearsal_check,
        ADD CONSTRAINT rehearsal_done
          CHECK ((state = 'done') = (report IS NOT NULL) AND (report IS NOT NULL AND drill_ms IS NULL) = (passed IS NOT NULL)),
        ADD CONSTRAINT rehearsal_drill CHECK (drill_ms IS NULL OR candidates <= 500);
      COMMENT ON COLUMN rehearsal.drill_ms IS
        'Null: it tries the platform. Otherwise it trains proctors for so long, and is neither passed nor not.';

      CREATE TABLE watch_look (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        what        text NOT NULL CHECK (what IN ('seen', 'hand')),
        up_to       integer CHECK (up_to > 0),
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK ((what = 'seen') = (up_to IS NOT NULL))
      );
      CREATE INDEX watch_look_sitting ON watch_look (sitting_id, at);
      COMMENT ON TABLE watch_look IS 'Who said that they looked at a sitting''s signals, or took it in hand, and when: watch_state has the last alone.';
      COMMENT ON COLUMN watch_look.up_to IS 'The number of the last signal that was looked at.';

      -- Looks at pictures stay, but for the made-up pictures of a rehearsal, which are of nobody.
      CREATE FUNCTION refuse_look_removal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM watch_snapshot w JOIN exam_session x ON x.id = w.session_id
                     WHERE w.id = OLD.snapshot_id AND x.rehearsal) THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'This table only grows.' USING ERRCODE = 'restrict_violation';
        END $$;
      DROP TRIGGER watch_snapshot_view_stays ON watch_snapshot_view;
      CREATE TRIGGER watch_snapshot_view_grows BEFORE UPDATE ON watch_snapshot_view
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER watch_snapshot_view_stays BEFORE DELETE ON watch_snapshot_view
        FOR EACH ROW EXECUTE FUNCTION refuse_look_removal();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER watch_snapshot_view_stays ON watch_snapshot_view;
      DROP TRIGGER watch_snapshot_view_grows ON watch_snapshot_view;
      DROP FUNCTION refuse_look_removal();
      CREATE TRIGGER watch_snapshot_view_stays BEFORE UPDATE OR DELETE ON watch_snapshot_view
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP TABLE watch_look;
      UPDATE rehearsal SET passed = false WHERE drill_ms IS NOT NULL AND report IS NOT NULL;
      ALTER TABLE rehearsal
        DROP CONSTRAINT rehearsal_done,
        DROP CONSTRAINT rehearsal_drill,
        DROP COLUMN drill_ms,
        ADD CONSTRAINT rehearsal_check
          CHECK ((state = 'done') = (report IS NOT NULL) AND (report IS NULL) = (passed IS NULL));
    `);
  }
}
