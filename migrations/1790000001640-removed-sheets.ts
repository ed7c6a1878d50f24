import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Public answer sheets that are shown no more, written with the tombstone that says why; and who signs next, at hand. */
export class RemovedSheets1790000001640 implements MigrationInterface {
  name = 'RemovedSheets1790000001640';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE removed_sheet (
        session_id        uuid NOT NULL REFERENCES session_disclosure (session_id),
        candidate_number  text NOT NULL,
        -- The receipt's place in the log.
        seq               bigint NOT NULL REFERENCES registry_entry (seq),
        PRIMARY KEY (session_id, candidate_number)
      );
      -- Asked for with each checkpoint: a handful among millions of receipts.
      CREATE INDEX registry_entry_key ON registry_entry (seq DESC) WHERE type = 'signing-key';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX registry_entry_key; DROP TABLE removed_sheet;');
  }
}
