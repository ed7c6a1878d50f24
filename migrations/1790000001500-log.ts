import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public log over the registry's entries: hashes of its tiles above the entries, and what was signed. */
export class Log1790000001500 implements MigrationInterface {
  name = 'Log1790000001500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Level 1 and above; level 0 is registry_entry.leaf_hash.
      CREATE TABLE log_hash (
        level  smallint NOT NULL CHECK (level > 0),
        index  bigint NOT NULL CHECK (index >= 0),
        hash   bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, index)
      );
      CREATE TRIGGER log_hash_grows BEFORE UPDATE OR DELETE ON log_hash
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- One for each size: a log that signs two roots for one size has forked.
      CREATE TABLE log_checkpoint (
        size     bigint PRIMARY KEY CHECK (size > 0),
        root     bytea NOT NULL CHECK (length(root) = 32),
        note     text NOT NULL,
        made_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE TRIGGER log_checkpoint_grows BEFORE UPDATE OR DELETE ON log_checkpoint
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE log_cosignature (
        size         bigint NOT NULL REFERENCES log_checkpoint (size),
        witness      text NOT NULL,
        line         text NOT NULL,
        cosigned_at  timestamptz NOT NULL,
        PRIMARY KEY (size, witness)
      );
      CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size DESC);
      CREATE TRIGGER log_cosignature_grows BEFORE UPDATE OR DELETE ON log_cosignature
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- An entry is never edited; its personal fields can be destroyed, all at once, and nothing else of it.
      CREATE FUNCTION refuse_but_removal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND NEW.person_name IS NULL
            AND NEW.content = jsonb_set(OLD.content, '{personal}', '{}')
            AND to_jsonb(NEW) - 'content' - 'person_name' = to_jsonb(OLD) - 'content' - 'person_name' THEN RETURN NEW; END IF;
          RAISE EXCEPTION 'This table only grows.' USING ERRCODE = 'restrict_violation';
        END $$;
      DROP TRIGGER registry_entry_grows ON registry_entry;
      CREATE TRIGGER registry_entry_grows BEFORE UPDATE OR DELETE ON registry_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_but_removal();
      CREATE UNIQUE INDEX outbox_tombstone ON outbox ((body #>> '{fact,subject}')) WHERE type = 'tombstone';

      CREATE INDEX registry_entry_tombstone ON registry_entry ((fact ->> 'subject')) WHERE type = 'tombstone';

      -- Which signing keys are stated in the log, so that none is twice.
      CREATE TABLE signing_key_statement (
        key_id  text NOT NULL,
        cause   text NOT NULL CHECK (cause IN ('in-use', 'retired')),
        PRIMARY KEY (key_id, cause)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE signing_key_statement, log_cosignature, log_checkpoint, log_hash;
      DROP INDEX outbox_tombstone, registry_entry_tombstone;
      DROP TRIGGER registry_entry_grows ON registry_entry;
      DROP FUNCTION refuse_but_removal;
      CREATE TRIGGER registry_entry_grows BEFORE UPDATE OR DELETE ON registry_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }
}
