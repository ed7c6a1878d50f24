import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How equals are parted, what a conclusion rests on, one place a stage, and rankings of people rather than of sittings. */
export class Selection1790000001770 implements MigrationInterface {
  name = 'Selection1790000001770';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE competition
        -- Stages whose points decide where totals are equal, the most decisive first: codes.
        ADD COLUMN tie_stages text[] NOT NULL DEFAULT '{}',
        -- Who is equal in these too: share a place, or are parted by the lot of their session's draw.
        ADD COLUMN tie_last text NOT NULL DEFAULT 'equal' CHECK (tie_last IN ('equal', 'lot'));

      -- An officer moves stages up and down: checked after the statement, not within it.
      ALTER TABLE competition_stage DROP CONSTRAINT competition_stage_competition_id_position_key;
      ALTER TABLE competition_stage ADD CONSTRAINT competition_stage_position
        UNIQUE (competition_id, position) DEFERRABLE INITIALLY IMMEDIATE;

      ALTER TABLE stage_conclusion
        -- The most points that could be had, hundredths; null where the stage gives none.
        ADD COLUMN maximum integer CHECK (maximum > 0);
      -- By the exam's own pass rule or a decision; null where there is neither, or the candidate did not come.
      ALTER TABLE stage_result ADD COLUMN passed boolean,
        -- The rule would have them out now; they stay, for they have taken part in a later stage.
        ADD COLUMN kept boolean NOT NULL DEFAULT false CHECK (NOT kept OR outcome = 'advanced');
      CREATE UNIQUE INDEX stage_result_number ON stage_result (conclusion_id, number);

      -- One place a stage: who sat the exam at a centre books another place for the essay.
      ALTER TABLE booking ADD COLUMN stage_id uuid REFERENCES competition_stage (id);
      DROP INDEX booking_one;
      CREATE UNIQUE INDEX booking_one ON booking (application_id, coalesce(stage_id, application_id))
        WHERE ended_at IS NULL;

      -- Why there is another version than the one that was approved before.
      ALTER TABLE ranking ADD COLUMN reason text;
      ALTER TABLE ranking_place ADD COLUMN application_id uuid REFERENCES application (id);
      UPDATE ranking_place p SET application_id = s.application_id FROM sitting s WHERE s.id = p.sitting_id;
      ALTER TABLE ranking_place
        ALTER COLUMN application_id SET NOT NULL,
        DROP CONSTRAINT ranking_place_pkey,
        ADD PRIMARY KEY (ranking_id, candidate_number),
        -- Null where nothing was sat.
        ALTER COLUMN sitting_id DROP NOT NULL,
        -- Hash of the seed and the number; null where nobody is parted by lot.
        ADD COLUMN lot text;
      CREATE UNIQUE INDEX ranking_place_sitting ON ranking_place (ranking_id, sitting_id);
      CREATE INDEX ranking_place_application ON ranking_place (application_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ranking_place_application, ranking_place_sitting;
      DELETE FROM ranking_place WHERE sitting_id IS NULL;
      ALTER TABLE ranking_place
        DROP COLUMN lot,
        ALTER COLUMN sitting_id SET NOT NULL,
        DROP CONSTRAINT ranking_place_pkey,
        ADD PRIMARY KEY (ranking_id, sitting_id),
        DROP COLUMN application_id;
      ALTER TABLE ranking DROP COLUMN reason;
      DROP INDEX booking_one;
      CREATE UNIQUE INDEX booking_one ON booking (application_id) WHERE ended_at IS NULL;
      ALTER TABLE booking DROP COLUMN stage_id;
      DROP INDEX stage_result_number;
      ALTER TABLE stage_result DROP COLUMN kept, DROP COLUMN passed;
      ALTER TABLE stage_conclusion DROP COLUMN maximum;
      ALTER TABLE competition_stage DROP CONSTRAINT competition_stage_position;
      ALTER TABLE competition_stage ADD CONSTRAINT competition_stage_competition_id_position_key
        UNIQUE (competition_id, position);
      ALTER TABLE competition DROP COLUMN tie_last, DROP COLUMN tie_stages;
    `);
  }
}
