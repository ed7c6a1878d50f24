import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sessions in which something may owe a grade, so that the sweeper of grading looks at no others: a sitting was closed, another
 * answer sheet counts, a mark came in, or there is another scoring version. Written with what stirs it, in one transaction;
 * taken away by the sweeper that found nothing owed after it.
 */
export class GradingStirred1790000001860 implements MigrationInterface {
  name = 'GradingStirred1790000001860';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row for each time: who closes a sitting waits for nobody who closes another.
      CREATE TABLE grading_stirred (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        session_id  uuid NOT NULL
      );
      CREATE FUNCTION stir_grading() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO grading_stirred (session_id) VALUES (NEW.session_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER sitting_closed_stirs AFTER INSERT ON sitting
        FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION stir_grading();
      CREATE TRIGGER sitting_stirs AFTER UPDATE OF state, sheet, marks ON sitting
        FOR EACH ROW WHEN (NEW.state = 'closed'
          AND (OLD.state, OLD.sheet, OLD.marks) IS DISTINCT FROM (NEW.state, NEW.sheet, NEW.marks))
        EXECUTE FUNCTION stir_grading();
      CREATE TRIGGER scoring_version_stirs AFTER INSERT ON scoring_version
        FOR EACH ROW EXECUTE FUNCTION stir_grading();
      INSERT INTO grading_stirred (session_id) SELECT DISTINCT session_id FROM sitting WHERE state = 'closed';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER scoring_version_stirs ON scoring_version;
      DROP TRIGGER sitting_stirs ON sitting;
      DROP TRIGGER sitting_closed_stirs ON sitting;
      DROP FUNCTION stir_grading;
      DROP TABLE grading_stirred;
    `);
  }
}
