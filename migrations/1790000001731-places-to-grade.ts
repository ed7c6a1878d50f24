import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What grading reads of a form, beside it: [position, part, item version, option order] of each place. A form has its
 * translations and cases too, and is four times as long: writing it out was most of what grading cost the database.
 */
export class PlacesToGrade1790000001731 implements MigrationInterface {
  name = 'PlacesToGrade1790000001731';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION places_to_grade(items jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        SET search_path = pg_catalog
      RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_array(i -> 'position', i -> 'part', i -> 'itemVersionId', i -> 'optionOrder')
          ORDER BY n), '[]')::text
        FROM jsonb_array_elements(items) WITH ORDINALITY AS place (i, n));
      ALTER TABLE form ADD COLUMN to_grade text NOT NULL GENERATED ALWAYS AS (places_to_grade(items)) STORED;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE form DROP COLUMN to_grade;
      DROP FUNCTION places_to_grade;
    `);
  }
}
