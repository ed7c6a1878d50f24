import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways to what is asked often: decisions about somebody, sittings of a session; and which reasons for a void candidates read. */
export class FoundQuickly1790000002060 implements MigrationInterface {
  name = 'FoundQuickly1790000002060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX decision_subject ON decision (scope_id, subject);
      CREATE INDEX decision_camera_reason ON decision (id) WHERE action = 'camera-excused' AND reason IS NOT NULL;
      CREATE INDEX sitting_session ON sitting (session_id);

      ALTER TABLE sitting_void ADD COLUMN tells_reason boolean NOT NULL DEFAULT false;
      UPDATE sitting_void SET tells_reason = true WHERE cause = 'session';
      ALTER TABLE sitting_void ALTER COLUMN tells_reason SET DEFAULT true;
      COMMENT ON COLUMN sitting_void.tells_reason IS
        'Whether the candidate reads the reason. Whoever declared one sitting void before this column was promised that they do not.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting_void DROP COLUMN tells_reason;
      DROP INDEX sitting_session, decision_camera_reason, decision_subject;
    `);
  }
}
