import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which leases were taken by the device that had the right to answer already: a new lease is not always another device. */
export class OwnLease1790000002040 implements MigrationInterface {
  name = 'OwnLease1790000002040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting_lease ADD COLUMN follows_own boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN sitting_lease.follows_own IS
        'Whoever took it showed the token of the lease before: the same device goes on.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sitting_lease DROP COLUMN follows_own');
  }
}
