import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What else goes once its time is over: proofs of the exam browser, waiting rooms, consents, accommodations; and that it went. */
export class Retention1790000002030 implements MigrationInterface {
  name = 'Retention1790000002030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE watch_removal DROP CONSTRAINT watch_removal_kind_check,
        ADD CONSTRAINT watch_removal_kind_check CHECK (kind IN ('snapshots', 'signals', 'arrivals'));
      COMMENT ON CONSTRAINT watch_removal_kind_check ON watch_removal IS
        'arrivals: that somebody was in the waiting room, or showed that their device has the exam browser.';

      CREATE TABLE term_removal (
        competition_id  uuid NOT NULL REFERENCES competition (id),
        kind            text NOT NULL CHECK (kind IN ('consents', 'excuses', 'accommodations')),
        keep_months     integer NOT NULL,
        amount          integer NOT NULL CHECK (amount > 0),
        first_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (competition_id, kind, keep_months)
      );
      COMMENT ON TABLE term_removal IS 'How much is gone for good, and by which rule: months after the competition was concluded.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE term_removal;
      DELETE FROM watch_removal WHERE kind = 'arrivals';
      ALTER TABLE watch_removal DROP CONSTRAINT watch_removal_kind_check,
        ADD CONSTRAINT watch_removal_kind_check CHECK (kind IN ('snapshots', 'signals'));
    `);
  }
}
