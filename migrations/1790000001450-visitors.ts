import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A visitor's session is kept nowhere: what stands here is an account's. */
export class Visitors1790000001450 implements MigrationInterface {
  name = 'Visitors1790000001450';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM web_session WHERE account_id IS NULL;
      ALTER TABLE web_session ALTER COLUMN account_id SET NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE web_session ALTER COLUMN account_id DROP NOT NULL');
  }
}
