import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rankings and conclusions of stages by points on one scale. */
export class RankedOnScale1790000001810 implements MigrationInterface {
  name = 'RankedOnScale1790000001810';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ranking_place ADD COLUMN scaled bigint, ADD COLUMN scaled_parts jsonb;
      COMMENT ON COLUMN ranking_place.scaled IS 'Ten-millionths on the scale by which one exam is ranked; null where there is none.';
      COMMENT ON COLUMN ranking_place.scaled_parts IS 'By part or stage, of those that have a scale: ten-millionths.';
      ALTER TABLE stage_conclusion ADD COLUMN scale jsonb;
      ALTER TABLE stage_result ADD COLUMN scaled bigint;
      -- What goes by scaled points keeps them by itself; nothing that was published rests on these.
      DROP TABLE scaled_point, scaled_version;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scaled_version (
        id                       uuid PRIMARY KEY,
        scaling_id               uuid NOT NULL REFERENCES scaling (id),
        session_id               uuid NOT NULL REFERENCES exam_session (id),
        basis                    text NOT NULL,
        made_at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (scaling_id, session_id, basis)
      );
      CREATE TABLE scaled_point (
        version_id  uuid NOT NULL REFERENCES scaled_version (id),
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        points      integer NOT NULL,
        exact       bigint NOT NULL,
        PRIMARY KEY (version_id, sitting_id)
      );
      CREATE TRIGGER scaled_version_stays BEFORE UPDATE OR DELETE ON scaled_version
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER scaled_point_stays BEFORE UPDATE OR DELETE ON scaled_point
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      ALTER TABLE stage_result DROP COLUMN scaled;
      ALTER TABLE stage_conclusion DROP COLUMN scale;
      ALTER TABLE ranking_place DROP COLUMN scaled_parts, DROP COLUMN scaled;
    `);
  }
}
