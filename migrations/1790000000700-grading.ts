import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Immutable scoring versions and the grades made under them. */
export class Grading1790000000700 implements MigrationInterface {
  name = 'Grading1790000000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scoring_version (
        id            uuid PRIMARY KEY,
        session_id    uuid NOT NULL REFERENCES exam_session (id),
        number        integer NOT NULL,
        rules         jsonb NOT NULL,
        content_hash  bytea NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (session_id, number)
      );

      CREATE TABLE grade (
        sitting_id          uuid NOT NULL REFERENCES sitting (id),
        scoring_version_id  uuid NOT NULL REFERENCES scoring_version (id),
        points              integer NOT NULL,
        by_part             jsonb NOT NULL,
        by_item             jsonb NOT NULL,
        passed              boolean NOT NULL,
        graded_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, scoring_version_id)
      );
      CREATE INDEX grade_version ON grade (scoring_version_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE grade, scoring_version;`);
  }
}
