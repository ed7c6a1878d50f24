import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many items of a grade wait for a marker stands beside it, so that nothing reads a score sheet only to count; the score
 * sheet itself is kept as the text that it came as, points and letters place by place.
 */
export class GradeInLines1790000001840 implements MigrationInterface {
  name = 'GradeInLines1790000001840';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE grade ADD COLUMN pending integer NOT NULL DEFAULT 0;
      UPDATE grade SET pending = jsonb_array_length(jsonb_path_query_array(by_item, '$[*] ? (@.why == "pending")'))
        WHERE jsonb_path_exists(by_item, '$[*] ? (@.why == "pending")');
      UPDATE grade SET by_item = (SELECT jsonb_build_array(coalesce(jsonb_agg(i -> 'points' ORDER BY n), '[]'),
          coalesce(string_agg(CASE i ->> 'why' WHEN 'pending' THEN 'd' ELSE left(i ->> 'why', 1) END, '' ORDER BY n), ''))
        FROM jsonb_array_elements(by_item) WITH ORDINALITY AS item (i, n));
      ALTER TABLE grade ALTER COLUMN pending DROP DEFAULT, ALTER COLUMN by_item TYPE json USING by_item::json,
        ALTER COLUMN by_part TYPE json USING by_part::json;
      -- A version's grades stand together; an index of the version alone is one that a planner without figures walks for each sitting.
      DROP INDEX grade_version;
      ALTER TABLE grade DROP CONSTRAINT grade_pkey, ADD PRIMARY KEY (scoring_version_id, sitting_id, sheet, marks);
      CREATE INDEX grade_sitting ON grade (sitting_id);
      -- A grade's answer sheet belongs to its sitting already.
      ALTER TABLE grade DROP CONSTRAINT grade_sitting_id_fkey;
      COMMENT ON COLUMN grade.pending IS 'Items that people have not marked yet: 0, or nothing of it is final.';
      COMMENT ON COLUMN grade.by_item IS '[points of each place, why in a letter each]. Read whole or not at all, so json: taken in without being taken apart.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE grade ADD FOREIGN KEY (sitting_id) REFERENCES sitting (id);
      DROP INDEX grade_sitting;
      ALTER TABLE grade DROP CONSTRAINT grade_pkey, ADD PRIMARY KEY (sitting_id, scoring_version_id, sheet, marks);
      CREATE INDEX grade_version ON grade (scoring_version_id);
      ALTER TABLE grade DROP COLUMN pending, ALTER COLUMN by_item TYPE jsonb USING by_item::jsonb,
        ALTER COLUMN by_part TYPE jsonb USING by_part::jsonb;
      UPDATE grade SET by_item = (SELECT coalesce(jsonb_agg(jsonb_build_object('position', n, 'points', p,
          'why', CASE substr(by_item ->> 1, n::int, 1) WHEN 'r' THEN 'right' WHEN 'p' THEN 'partly' WHEN 'w' THEN 'wrong' WHEN 'n' THEN 'none'
            WHEN 'a' THEN 'annulled' WHEN 'd' THEN 'pending' WHEN 'm' THEN 'marked' ELSE 'corrected' END) ORDER BY n), '[]')
        FROM jsonb_array_elements(by_item -> 0) WITH ORDINALITY AS item (p, n));
    `);
  }
}
