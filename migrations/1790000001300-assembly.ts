import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programmes that officers make in the editor, and forms that are assembled beforehand. */
export class Assembly1790000001300 implements MigrationInterface {
  name = 'Assembly1790000001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE programme
        ADD COLUMN origin text NOT NULL DEFAULT 'shipped' CHECK (origin IN ('shipped', 'editor')),
        ADD COLUMN state text NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published')),
        ADD COLUMN created_by uuid REFERENCES account (id),
        ADD COLUMN official text,
        ADD CONSTRAINT programme_author CHECK ((origin = 'editor') = (created_by IS NOT NULL AND official IS NOT NULL));
      COMMENT ON COLUMN programme.origin IS 'A code that officers have made a version of is theirs: the shipped files no longer change it.';

      CREATE TABLE assembly (
        id                  uuid PRIMARY KEY,
        programme_id        uuid NOT NULL REFERENCES programme (id),
        kind                text NOT NULL CHECK (kind IN ('one-form', 'parallel')),
        forms               integer NOT NULL CHECK (forms BETWEEN 1 AND 20),
        state               text NOT NULL
          CHECK (state IN ('requested', 'running', 'done', 'failed', 'cancelled', 'approved', 'used')),
        forms_done          integer NOT NULL DEFAULT 0,
        attempts            integer NOT NULL DEFAULT 0,
        time_limit_seconds  integer NOT NULL CHECK (time_limit_seconds BETWEEN 5 AND 900),
        result              jsonb,
        failure             jsonb,
        requested_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        requested_by        uuid NOT NULL REFERENCES account (id),
        requested_official  text NOT NULL,
        started_at          timestamptz,
        ended_at            timestamptz,
        approved_at         timestamptz,
        approved_by         uuid REFERENCES account (id),
        approved_official   text,
        CHECK ((state IN ('done', 'approved', 'used')) = (result IS NOT NULL)),
        CHECK ((state = 'failed') = (failure IS NOT NULL)),
        CHECK ((state IN ('approved', 'used')) = (approved_by IS NOT NULL)),
        CHECK ((approved_by IS NULL) = (approved_official IS NULL) AND (approved_by IS NULL) = (approved_at IS NULL))
      );
      COMMENT ON COLUMN assembly.result IS 'Measures, target, seconds and the simulation: what the report shows beside the forms.';
      CREATE INDEX assembly_programme ON assembly (programme_id, requested_at);
      CREATE INDEX assembly_owed ON assembly (requested_at) WHERE state IN ('requested', 'running');

      CREATE TABLE assembled_form (
        assembly_id  uuid NOT NULL REFERENCES assembly (id),
        place        integer NOT NULL,
        name         text NOT NULL,
        items        jsonb NOT NULL,
        profile      jsonb NOT NULL,
        PRIMARY KEY (assembly_id, place),
        UNIQUE (assembly_id, name)
      );
      COMMENT ON COLUMN assembled_form.items IS 'By part: the items with what assembly saw of them, in the order of the strata.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE assembled_form, assembly;
      DELETE FROM programme WHERE origin = 'editor';
      ALTER TABLE programme DROP COLUMN origin, DROP COLUMN state, DROP COLUMN created_by, DROP COLUMN official;
    `);
  }
}
