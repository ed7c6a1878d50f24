import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What grading reads of a form, beside it, a list of each: positions, parts (null: the same as before), item versions, and
 * option orders (ids with spaces between). A form has its translations and cases too, and is four times as long: writing it
 * out was most of what grading cost the database.
 */
export class PlacesToGrade1790000001731 implements MigrationInterface {
  name = 'PlacesToGrade1790000001731';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION places_to_grade(items jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        SET search_path = pg_catalog
      RETURN (
        SELECT jsonb_build_array(coalesce(jsonb_agg(i -> 'position' ORDER BY n), '[]'), coalesce(jsonb_agg(part ORDER BY n), '[]'),
          coalesce(jsonb_agg(i -> 'itemVersionId' ORDER BY n), '[]'),
          -- An id has letters, digits and hyphens alone.
          coalesce(jsonb_agg(translate((i -> 'optionOrder')::text, '[",]', '') ORDER BY n), '[]'))::text
        FROM (SELECT n, i, nullif(i ->> 'part', lag(i ->> 'part') OVER (ORDER BY n)) AS part
          FROM jsonb_array_elements(items) WITH ORDINALITY AS place (i, n)) AS shown);
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
