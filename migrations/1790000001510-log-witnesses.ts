import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each witness cosigned last is asked for by every entry's page: a few steps in an index, however long the log. */
export class LogWitnesses1790000001510 implements MigrationInterface {
  name = 'LogWitnesses1790000001510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX log_cosignature_witness');
  }
}
