import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is published of an exam: a level per competition, appointments published together, sessions whose sheets are out. */
export class Disclosure1790000001600 implements MigrationInterface {
  name = 'Disclosure1790000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE competition ADD COLUMN disclosure text NOT NULL DEFAULT 'commitments'
        CHECK (disclosure IN ('commitments', 'auditor', 'public'));

      -- Null: decided, and not public yet.
      ALTER TABLE appointment ADD COLUMN published_at timestamptz;
      UPDATE appointment SET published_at = decided_at;

      -- A session whose answer sheets are public, under one scoring version for ever.
      CREATE TABLE session_disclosure (
        session_id          uuid PRIMARY KEY REFERENCES exam_session (id),
        scoring_version_id  uuid NOT NULL REFERENCES scoring_version (id),
        head_hash           bytea NOT NULL REFERENCES registry_chunk (hash),
        disclosed_by        uuid NOT NULL REFERENCES account (id),
        disclosed_at        timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE TRIGGER session_disclosure_stays BEFORE UPDATE OR DELETE ON session_disclosure
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was promised or waits would be forgotten, and nobody could tell it afterwards.
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM competition WHERE disclosure <> 'commitments')
          OR EXISTS (SELECT 1 FROM appointment WHERE published_at IS NULL)
        THEN RAISE EXCEPTION 'Competitions with other levels of disclosure are there.'; END IF;
      END $$;
      DROP TABLE session_disclosure;
      ALTER TABLE appointment DROP COLUMN published_at;
      ALTER TABLE competition DROP COLUMN disclosure;
    `);
  }
}
