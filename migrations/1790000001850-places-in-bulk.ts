import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ranking of a hundred thousand places is written in one go: what others imply is not checked and indexed once more. */
export class PlacesInBulk1790000001850 implements MigrationInterface {
  name = 'PlacesInBulk1790000001850';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- An application has its person and its sittings.
      ALTER TABLE ranking_place DROP CONSTRAINT ranking_place_person_id_fkey, DROP CONSTRAINT ranking_place_sitting_id_fkey;
      -- A candidate number is one sitting's.
      DROP INDEX ranking_place_sitting;
      -- Read whole.
      ALTER TABLE ranking_place ALTER COLUMN by_part TYPE json USING by_part::json,
        ALTER COLUMN scaled_parts TYPE json USING scaled_parts::json;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ranking_place ALTER COLUMN by_part TYPE jsonb USING by_part::jsonb,
        ALTER COLUMN scaled_parts TYPE jsonb USING scaled_parts::jsonb;
      CREATE UNIQUE INDEX ranking_place_sitting ON ranking_place (ranking_id, sitting_id);
      ALTER TABLE ranking_place ADD FOREIGN KEY (person_id) REFERENCES person (id), ADD FOREIGN KEY (sitting_id) REFERENCES sitting (id);
    `);
  }
}
