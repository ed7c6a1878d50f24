import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a proposed change of an answer key would do, worked out by a worker and looked at before it is confirmed. */
export class ForeseenChange1790000001870 implements MigrationInterface {
  name = 'ForeseenChange1790000001870';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One for each case whose change waits to be confirmed: asked for again it has another id, and what was worked out goes.
      CREATE TABLE foreseen_change (
        case_id     uuid PRIMARY KEY REFERENCES challenge_case (id),
        id          uuid NOT NULL UNIQUE,
        ruling_id   uuid NOT NULL REFERENCES challenge_ruling (id),
        state       text NOT NULL CHECK (state IN ('waiting', 'working', 'done', 'failed')),
        attempts    integer NOT NULL DEFAULT 0,
        done        integer NOT NULL DEFAULT 0,
        total       integer,
        result      jsonb,
        hash        text,
        basis       text,
        session_ids uuid[],
        failure     text,
        asked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at    timestamptz,
        CHECK ((state = 'done') = (result IS NOT NULL)),
        CHECK ((result IS NULL) = (hash IS NULL) AND (result IS NULL) = (basis IS NULL) AND (result IS NULL) = (session_ids IS NULL)),
        CHECK ((state = 'failed') = (failure IS NOT NULL))
      );
      CREATE INDEX foreseen_change_owed ON foreseen_change (asked_at) WHERE state IN ('waiting', 'working');
      COMMENT ON COLUMN foreseen_change.ruling_id IS 'What it is of: an expert''s proposal in that case.';
      COMMENT ON COLUMN foreseen_change.done IS 'Sittings that are worked out, of the total; which is null before they are counted.';
      COMMENT ON COLUMN foreseen_change.hash IS 'Hex, of the result: what an officer confirms.';
      COMMENT ON COLUMN foreseen_change.basis IS 'Hex, of all that the result was worked out from: where it is another one now, this is stale.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE foreseen_change;');
  }
}
