import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public registry: entries that are never edited. */
export class Registry1790000001000 implements MigrationInterface {
  name = 'Registry1790000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE registry_entry (
        seq           bigint PRIMARY KEY,
        public_id     text NOT NULL UNIQUE,
        outbox_id     bigint NOT NULL UNIQUE REFERENCES outbox (id),
        type          text NOT NULL,
        fact          jsonb NOT NULL,
        leaf_hash     bytea NOT NULL,
        content       jsonb NOT NULL,
        corrects      bigint REFERENCES registry_entry (seq),
        person_name   text,
        post_title    text,
        agency_name   text,
        competition_code text,
        official      text,
        occurred_at   timestamptz NOT NULL,
        published_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX registry_entry_type ON registry_entry (type, seq DESC);
      CREATE INDEX registry_entry_competition ON registry_entry (competition_code, seq DESC);
      CREATE TRIGGER registry_entry_grows BEFORE UPDATE OR DELETE ON registry_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE registry_chunk (
        hash     bytea PRIMARY KEY,
        content  jsonb NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE registry_chunk, registry_entry;`);
  }
}
