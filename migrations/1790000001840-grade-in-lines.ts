import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many items of a grade wait for a marker stands beside it, so that nothing reads a score sheet only to count; the score
 * sheet itself is kept as the text that it came as.
 */
export class GradeInLines1790000001840 implements MigrationInterface {
  name = 'GradeInLines1790000001840';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE grade ADD COLUMN pending integer NOT NULL DEFAULT 0;
      UPDATE grade SET pending = jsonb_array_length(jsonb_path_query_array(by_item, '$[*] ? (@.why == "pending")'))
        WHERE jsonb_path_exists(by_item, '$[*] ? (@.why == "pending")');
      ALTER TABLE grade ALTER COLUMN pending DROP DEFAULT, ALTER COLUMN by_item TYPE json USING by_item::json;
      COMMENT ON COLUMN grade.pending IS 'Items that people have not marked yet: 0, or nothing of it is final.';
      COMMENT ON COLUMN grade.by_item IS 'json: read whole or not at all, and taken in without being taken apart.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE grade DROP COLUMN pending, ALTER COLUMN by_item TYPE jsonb USING by_item::jsonb;
    `);
  }
}
