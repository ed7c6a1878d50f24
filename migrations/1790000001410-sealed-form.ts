import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forms sealed after the draw: one encrypted file for each candidate number, and how far the sealing of a draw is. */
export class SealedForm1790000001410 implements MigrationInterface {
  name = 'SealedForm1790000001410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sealed_form (
        draw_id    uuid NOT NULL REFERENCES draw (id),
        number     text NOT NULL,
        address    bytea NOT NULL UNIQUE CHECK (length(address) = 32),
        key_id     text NOT NULL,
        bytes      integer NOT NULL CHECK (bytes > 0),
        file       bytea NOT NULL,
        places     bytea NOT NULL,
        form_hash  bytea NOT NULL CHECK (length(form_hash) = 32),
        sealed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (draw_id, number)
      );
      ALTER TABLE sealed_form ALTER COLUMN file SET STORAGE EXTERNAL, ALTER COLUMN places SET STORAGE EXTERNAL;
      COMMENT ON TABLE sealed_form IS 'What candidates fetch before the start (docs/spec/sealed-form.md). The content keys are derived from the key ring and kept nowhere.';
      COMMENT ON COLUMN sealed_form.address IS 'SHA-256 of the file.';
      COMMENT ON COLUMN sealed_form.places IS 'The items of the form with their versions and option orders, for the server alone; encrypted too, so that nobody reads a form in the database before it begins.';
      ALTER TABLE draw ADD COLUMN sealed_at timestamptz;
      COMMENT ON COLUMN draw.sealed_at IS 'Since when every number of the draw has its sealed form; null while some are owed.';
      CREATE INDEX draw_unsealed ON draw (drawn_at) WHERE state = 'drawn' AND sealed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE draw DROP COLUMN sealed_at;
      DROP TABLE sealed_form;
    `);
  }
}
