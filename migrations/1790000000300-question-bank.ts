import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Banks, items, immutable item versions, translations versioned apart. */
export class QuestionBank1790000000300 implements MigrationInterface {
  name = 'QuestionBank1790000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bank (
        id               uuid PRIMARY KEY,
        code             text NOT NULL UNIQUE,
        title            jsonb NOT NULL,
        description      jsonb NOT NULL,
        source_language  text NOT NULL,
        languages        text[] NOT NULL,
        content_areas    jsonb NOT NULL,
        competencies     jsonb NOT NULL,
        content_hash     bytea NOT NULL
      );

      CREATE TABLE item (
        id       uuid PRIMARY KEY,
        bank_id  uuid NOT NULL REFERENCES bank (id),
        code     text NOT NULL UNIQUE,
        state    text NOT NULL CHECK (state IN ('draft', 'live', 'retired')),
        current_version integer NOT NULL
      );
      CREATE INDEX item_bank ON item (bank_id, state);

      CREATE TABLE item_version (
        id               uuid PRIMARY KEY,
        item_id          uuid NOT NULL REFERENCES item (id),
        version          integer NOT NULL,
        type             text NOT NULL,
        content_area     text NOT NULL,
        competency       text NOT NULL,
        cognitive_level  text NOT NULL,
        difficulty       integer NOT NULL CHECK (difficulty BETWEEN 0 AND 1000),
        structure        jsonb NOT NULL,
        answer_key       jsonb NOT NULL,
        sources          jsonb NOT NULL,
        content_hash     bytea NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (item_id, version)
      );
      COMMENT ON COLUMN item_version.difficulty IS 'Estimated proportion correct, in thousandths.';

      CREATE TABLE item_translation (
        id               uuid PRIMARY KEY,
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        language         text NOT NULL,
        revision         integer NOT NULL,
        stem             text NOT NULL,
        options          jsonb NOT NULL,
        rationale        text NOT NULL,
        state            text NOT NULL CHECK (state IN ('draft', 'signed')),
        signed_by        text,
        content_hash     bytea NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (item_version_id, language, revision),
        CHECK ((state = 'signed') = (signed_by IS NOT NULL))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE item_translation, item_version, item, bank;`);
  }
}
