import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rankings by version and the places in them. */
export class Ranking1790000000800 implements MigrationInterface {
  name = 'Ranking1790000000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ranking (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        version         integer NOT NULL,
        scoring_version_ids uuid[] NOT NULL,
        rule            jsonb NOT NULL,
        state           text NOT NULL CHECK (state IN ('proposed', 'approved', 'superseded')),
        content_hash    bytea NOT NULL,
        created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by      uuid NOT NULL REFERENCES account (id),
        approved_at     timestamptz,
        approved_by     uuid REFERENCES account (id),
        UNIQUE (competition_id, version),
        CHECK ((state = 'proposed') = (approved_by IS NULL) OR state = 'superseded')
      );
      CREATE UNIQUE INDEX ranking_one_approved ON ranking (competition_id) WHERE state = 'approved';

      CREATE TABLE ranking_place (
        ranking_id        uuid NOT NULL REFERENCES ranking (id),
        sitting_id        uuid NOT NULL REFERENCES sitting (id),
        candidate_number  text NOT NULL,
        person_id         uuid NOT NULL REFERENCES person (id),
        points            integer NOT NULL,
        by_part           jsonb NOT NULL,
        passed            boolean NOT NULL,
        place             integer,
        PRIMARY KEY (ranking_id, sitting_id),
        CHECK (passed = (place IS NOT NULL))
      );
      CREATE INDEX ranking_place_order ON ranking_place (ranking_id, place, candidate_number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ranking_place, ranking;`);
  }
}
