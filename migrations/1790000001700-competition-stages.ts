import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stages of a competition, who went on from each and why, and the roles of those who mark, advise, interview and sign. */
export class CompetitionStages1790000001700 implements MigrationInterface {
  name = 'CompetitionStages1790000001700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE role_grant DROP CONSTRAINT role_grant_role_check;
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_role_check CHECK (role IN
        ('hr-officer', 'exam-officer', 'item-author', 'item-reviewer', 'proctor', 'marker', 'expert', 'commission-member',
         'appeal-officer', 'appointing-official', 'auditor', 'administrator'));

      -- A competition without any has one exam, and nothing else.
      CREATE TABLE competition_stage (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        -- From 1, in the order in which candidates pass them.
        position        integer NOT NULL CHECK (position BETWEEN 1 AND 20),
        code            text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        kind            text NOT NULL CHECK (kind IN ('screening', 'exam', 'essay', 'case', 'assessment', 'interview')),
        title           jsonb NOT NULL,
        -- Who goes on: the union StageRule of src/competition/domain/stage.ts.
        rule            jsonb NOT NULL,
        -- Of its points in the ranking; 0: it only sieves.
        weight          integer NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 1000),
        -- Of an exam, an essay or a case; null: the competition's own.
        programme_id    uuid REFERENCES programme (id),
        UNIQUE (competition_id, position),
        UNIQUE (competition_id, code)
      );

      ALTER TABLE exam_session ADD COLUMN stage_id uuid REFERENCES competition_stage (id);
      CREATE INDEX exam_session_stage ON exam_session (stage_id) WHERE stage_id IS NOT NULL;

      -- Who went on from a stage, decided by a named officer by the stage's rule. A regrade makes a new version.
      CREATE TABLE stage_conclusion (
        id            uuid PRIMARY KEY,
        stage_id      uuid NOT NULL REFERENCES competition_stage (id),
        version       integer NOT NULL CHECK (version >= 1),
        rule          jsonb NOT NULL,
        -- Why there is another version than the first.
        reason        text,
        list_hash     bytea NOT NULL,
        concluded_by  uuid NOT NULL REFERENCES account (id),
        concluded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (stage_id, version)
      );

      CREATE TABLE stage_result (
        conclusion_id   uuid NOT NULL REFERENCES stage_conclusion (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        -- The candidate's number in this stage: of the sitting, or drawn for it at random.
        number          text NOT NULL,
        -- Hundredths; null where a stage has none (screening), or the candidate did not come.
        points          integer,
        outcome         text NOT NULL CHECK (outcome IN ('advanced', 'out', 'absent')),
        PRIMARY KEY (conclusion_id, application_id)
      );
      CREATE INDEX stage_result_application ON stage_result (application_id);
      CREATE TRIGGER stage_conclusion_stays BEFORE UPDATE OR DELETE ON stage_conclusion
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER stage_result_stays BEFORE UPDATE OR DELETE ON stage_result
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE stage_result, stage_conclusion;
      ALTER TABLE exam_session DROP COLUMN stage_id;
      DROP TABLE competition_stage;
      DELETE FROM role_grant
        WHERE role IN ('marker', 'expert', 'commission-member', 'appeal-officer', 'appointing-official');
      ALTER TABLE role_grant DROP CONSTRAINT role_grant_role_check;
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_role_check CHECK (role IN
        ('hr-officer', 'exam-officer', 'item-author', 'item-reviewer', 'proctor', 'auditor', 'administrator'));
    `);
  }
}
