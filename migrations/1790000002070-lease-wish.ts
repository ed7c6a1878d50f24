import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To which wish a lease was given: asked again, because its answer was lost, it gets the same one. */
export class LeaseWish1790000002070 implements MigrationInterface {
  name = 'LeaseWish1790000002070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting_lease ADD COLUMN wish_hash bytea;
      COMMENT ON COLUMN sitting_lease.wish_hash IS
        'SHA-256 of the id that the device made for its wish; null where it made none.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sitting_lease DROP COLUMN wish_hash');
  }
}
