import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Under which rule on browsers a lease was given, and whether its page showed Safe Exam Browser again. */
export class BrowserOnLease1790000002050 implements MigrationInterface {
  name = 'BrowserOnLease1790000002050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting_lease
        ADD COLUMN exam_browser jsonb,
        ADD COLUMN browser_shown_at timestamptz,
        ADD COLUMN browser_refused_at timestamptz,
        ADD COLUMN browser_refused text;
      COMMENT ON COLUMN sitting_lease.exam_browser IS
        'The rule on browsers that it was given under, as exam_session.exam_browser had it; null: any browser, also when its page is loaded again.';
      COMMENT ON COLUMN sitting_lease.browser_shown_at IS
        'When its page was last loaded again and showed the browser; null: it was shown when the lease was given, if a rule says so.';
      COMMENT ON COLUMN sitting_lease.browser_refused_at IS
        'When its page was last loaded again without the proof that its rule wants, and browser_refused by which code. It says what was shown, not why.';
      UPDATE exam_session SET exam_browser = exam_browser - 'version' WHERE exam_browser IS NOT NULL;
      COMMENT ON COLUMN exam_session.exam_browser IS
        'Null: any browser. Otherwise Safe Exam Browser alone, and its Browser Exam Keys, hex, of which one must be shown where there are any.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE exam_session SET exam_browser = exam_browser || '{"version": 1}' WHERE exam_browser IS NOT NULL;
      ALTER TABLE sitting_lease DROP COLUMN browser_refused, DROP COLUMN browser_refused_at, DROP COLUMN browser_shown_at,
        DROP COLUMN exam_browser;
    `);
  }
}
