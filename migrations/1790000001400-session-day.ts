import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a session is run: who may enter and when, pauses, what it replaces; sittings whose clock can stand still. */
export class SessionDay1790000001400 implements MigrationInterface {
  name = 'SessionDay1790000001400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE exam_session DROP CONSTRAINT exam_session_state_check;
      ALTER TABLE exam_session
        ADD CONSTRAINT exam_session_state_check CHECK (state IN ('scheduled', 'open', 'closed', 'void')),
        ADD COLUMN entry text NOT NULL DEFAULT 'applied' CHECK (entry IN ('applied', 'booked')),
        ADD COLUMN admission text NOT NULL DEFAULT 'none'
          CHECK (admission IN ('none', 'proctor', 'seat-code', 'either')),
        ADD COLUMN spread_seconds integer NOT NULL DEFAULT 0 CHECK (spread_seconds BETWEEN 0 AND 600),
        ADD COLUMN rehearsal boolean NOT NULL DEFAULT false,
        ADD COLUMN replaces_id uuid REFERENCES exam_session (id),
        ADD COLUMN paused_at timestamptz;
      COMMENT ON COLUMN exam_session.entry IS 'applied: whoever applied may enter; booked: whoever booked a place.';
      COMMENT ON COLUMN exam_session.spread_seconds IS 'Starts are spread over so many seconds from the opening, each candidate at a moment of their own.';

      ALTER TABLE sitting DROP CONSTRAINT sitting_session_id_person_id_key;
      CREATE UNIQUE INDEX sitting_once ON sitting (session_id, person_id) WHERE state <> 'void';
      ALTER TABLE sitting
        ADD COLUMN accommodations jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN paused_left_ms integer CHECK (paused_left_ms >= 0);
      ALTER TABLE sitting_lease ADD COLUMN paused_left_ms integer CHECK (paused_left_ms >= 0);
      COMMENT ON COLUMN sitting.paused_left_ms IS 'Milliseconds that were left when the clock was stopped; null while it runs. The deadline is then out of reach.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting_lease DROP COLUMN paused_left_ms;
      DROP INDEX sitting_once;
      ALTER TABLE sitting DROP COLUMN paused_left_ms, DROP COLUMN accommodations,
        ADD CONSTRAINT sitting_session_id_person_id_key UNIQUE (session_id, person_id);
      ALTER TABLE exam_session DROP COLUMN paused_at, DROP COLUMN replaces_id, DROP COLUMN rehearsal,
        DROP COLUMN spread_seconds, DROP COLUMN admission, DROP COLUMN entry,
        DROP CONSTRAINT exam_session_state_check,
        ADD CONSTRAINT exam_session_state_check CHECK (state IN ('scheduled', 'open', 'closed'));
    `);
  }
}
