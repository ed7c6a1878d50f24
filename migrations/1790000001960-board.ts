import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the proctors has whom in hand, and who watches. */
export class Board1790000001960 implements MigrationInterface {
  name = 'Board1790000001960';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE watch_hand (
        sitting_id  uuid PRIMARY KEY REFERENCES sitting (id),
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX watch_hand_session ON watch_hand (session_id);
      COMMENT ON TABLE watch_hand IS 'Who looks after a candidate now, so that others leave it to them: a hint to colleagues, no right.';

      CREATE UNLOGGED TABLE watch_viewer (
        session_id  uuid NOT NULL,
        account_id  uuid NOT NULL,
        official    text NOT NULL,
        seen_at     timestamptz NOT NULL,
        PRIMARY KEY (session_id, account_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE watch_viewer, watch_hand');
  }
}
