import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that are sat in Safe Exam Browser alone, and the proofs of it that were shown. */
export class ExamBrowser1790000001900 implements MigrationInterface {
  name = 'ExamBrowser1790000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE exam_session ADD COLUMN exam_browser jsonb;
      COMMENT ON COLUMN exam_session.exam_browser IS
        'Null: any browser. Otherwise the version of the settings that Safe Exam Browser has, and Browser Exam Keys, hex, of which one must be shown where there are any.';
      -- One proof opens one lease: what was shown once shows nothing any more.
      CREATE TABLE browser_proof (
        nonce_hash  bytea PRIMARY KEY,
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        person_id   uuid NOT NULL REFERENCES person (id),
        shown_by    text NOT NULL CHECK (shown_by IN ('header', 'page')),
        shown_at    timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX browser_proof_session ON browser_proof (session_id, person_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE browser_proof;
      ALTER TABLE exam_session DROP COLUMN exam_browser;
    `);
  }
}
