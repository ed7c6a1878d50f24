import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nearly all entries are receipts; what people look for in the registry is found without reading past them. */
export class RegistrySearch1790000001620 implements MigrationInterface {
  name = 'RegistrySearch1790000001620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX registry_entry_read ON registry_entry (seq DESC) WHERE type NOT IN ('receipt', 'signing-key');
      -- Receipts have none of these texts, and cost these indices nothing.
      CREATE INDEX registry_entry_name ON registry_entry USING gin (person_name gin_trgm_ops) WHERE person_name IS NOT NULL;
      CREATE INDEX registry_entry_agency ON registry_entry USING gin (agency_name gin_trgm_ops) WHERE agency_name IS NOT NULL;
      CREATE INDEX registry_entry_post ON registry_entry USING gin (post_title gin_trgm_ops) WHERE post_title IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX registry_entry_read, registry_entry_name, registry_entry_agency, registry_entry_post`,
    );
  }
}
