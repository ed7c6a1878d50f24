import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox, server-side sessions and counters of attempts. */
export class Platform1790000000100 implements MigrationInterface {
  name = 'Platform1790000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type        text NOT NULL,
        body        jsonb NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        taken_at    timestamptz
      );
      CREATE INDEX outbox_waiting ON outbox (id) WHERE taken_at IS NULL;

      CREATE TABLE web_session (
        id          text PRIMARY KEY,
        data        jsonb NOT NULL,
        account_id  uuid,
        expires_at  timestamptz NOT NULL
      );
      CREATE INDEX web_session_account ON web_session (account_id);
      CREATE INDEX web_session_expiry ON web_session (expires_at);

      CREATE TABLE throttle (
        bucket      text NOT NULL,
        window_start timestamptz NOT NULL,
        hits        integer NOT NULL,
        PRIMARY KEY (bucket, window_start)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE throttle, web_session, outbox;`);
  }
}
