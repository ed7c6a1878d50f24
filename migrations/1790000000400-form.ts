import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exam programmes by version, committed draws, and the forms drawn from them. */
export class Form1790000000400 implements MigrationInterface {
  name = 'Form1790000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE programme (
        id            uuid PRIMARY KEY,
        code          text NOT NULL,
        version       integer NOT NULL,
        body          jsonb NOT NULL,
        content_hash  bytea NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (code, version)
      );

      CREATE TABLE draw (
        id                uuid PRIMARY KEY,
        programme_id      uuid NOT NULL REFERENCES programme (id),
        algorithm         text NOT NULL,
        pool              jsonb NOT NULL,
        pool_root         bytea NOT NULL,
        share_commitments jsonb NOT NULL,
        shares_ciphertext bytea NOT NULL,
        shares_key        text NOT NULL,
        committed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        revealed_at       timestamptz
      );
      COMMENT ON COLUMN draw.pool IS 'The item versions and signed translations from which forms are drawn, frozen at commitment.';

      CREATE TABLE form (
        sitting_id    uuid PRIMARY KEY,
        draw_id       uuid NOT NULL REFERENCES draw (id),
        items         jsonb NOT NULL,
        content_hash  bytea NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE form, draw, programme;`);
  }
}
