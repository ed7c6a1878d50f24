import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a candidate was reminded that an offer waits for their answer. */
export class OfferReminder1790000001830 implements MigrationInterface {
  name = 'OfferReminder1790000001830';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE appointment_offer ADD COLUMN reminded_at timestamptz;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE appointment_offer DROP COLUMN reminded_at;`);
  }
}
