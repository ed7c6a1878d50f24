import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Corrections of entries, and ends of appointments. */
export class Corrections1790000001630 implements MigrationInterface {
  name = 'Corrections1790000001630';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX registry_entry_corrects ON registry_entry (corrects, seq DESC) WHERE corrects IS NOT NULL;
      CREATE INDEX outbox_correction ON outbox ((body #>> '{fact,subject}'), id) WHERE type = 'correction';

      -- The key is the rule: an appointment ends once.
      CREATE TABLE appointment_end (
        appointment_id  uuid PRIMARY KEY REFERENCES appointment (id),
        reason          text NOT NULL,
        ended_on        date NOT NULL,
        decided_by      uuid NOT NULL REFERENCES account (id),
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX registry_entry_appointment ON registry_entry ((fact ->> 'subject')) WHERE type = 'appointment';
      CREATE INDEX registry_entry_tenure ON registry_entry ((fact ->> 'subject')) WHERE type = 'tenure-ended';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX registry_entry_tenure, registry_entry_appointment;
      DROP TABLE appointment_end;
      DROP INDEX outbox_correction, registry_entry_corrects;
    `);
  }
}
