import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when devices are listened to: what was heard before a crash is not known after it. */
export class Listening1790000001980 implements MigrationInterface {
  name = 'Listening1790000001980';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE watch_listening (
        one    boolean PRIMARY KEY DEFAULT true CHECK (one),
        since  timestamptz NOT NULL
      );
      COMMENT ON TABLE watch_listening IS
        'Empty after a crash or on another server, as watch_beat is: nobody was silent before the row that is written then.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE watch_listening');
  }
}
