import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Draws with states, contributors of shares, candidate numbers fixed beforehand, and the facts of each draw. */
export class Draw1790000001200 implements MigrationInterface {
  name = 'Draw1790000001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE draw
        ADD COLUMN session_id uuid REFERENCES exam_session (id),
        ADD COLUMN number integer NOT NULL DEFAULT 1,
        ADD COLUMN state text NOT NULL DEFAULT 'committed'
          CHECK (state IN ('committed', 'drawn', 'cancelled', 'revealed')),
        ADD COLUMN pool_salts jsonb,
        ADD COLUMN preassembled jsonb,
        ADD COLUMN drawn_at timestamptz,
        ADD COLUMN cancelled_at timestamptz,
        ADD COLUMN bundle bytea,
        ALTER COLUMN share_commitments DROP NOT NULL,
        ALTER COLUMN shares_ciphertext DROP NOT NULL,
        ALTER COLUMN shares_key DROP NOT NULL;
      COMMENT ON COLUMN draw.share_commitments IS 'Of openmerit-draw-1 alone, as the ciphertext; later draws have draw_contribution.';
      COMMENT ON COLUMN draw.bundle IS 'Gzip of the published bundle, once the draw is revealed.';
      UPDATE draw d SET session_id = s.id FROM exam_session s WHERE s.draw_id = d.id;
      UPDATE draw SET state = CASE WHEN revealed_at IS NULL THEN 'drawn' ELSE 'revealed' END, drawn_at = committed_at;
      ALTER TABLE draw ADD UNIQUE (session_id, number);

      CREATE TABLE draw_contribution (
        id                uuid PRIMARY KEY,
        session_id        uuid NOT NULL REFERENCES exam_session (id),
        draw_id           uuid REFERENCES draw (id),
        position          integer,
        role              text NOT NULL CHECK (role IN ('platform', 'officer', 'observer', 'beacon')),
        name              text NOT NULL,
        account_id        uuid REFERENCES account (id),
        commitment        text UNIQUE CHECK (commitment ~ '^[0-9a-f]{64}$'),
        beacon_round      text,
        beacon_due        timestamptz,
        offered_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        offered_by        text NOT NULL,
        share_ciphertext  bytea,
        share_key         text,
        received_at       timestamptz,
        received_by       text,
        UNIQUE (draw_id, position),
        CHECK ((draw_id IS NULL) = (position IS NULL)),
        CHECK ((role = 'beacon') = (commitment IS NULL)),
        CHECK ((role = 'beacon') = (beacon_round IS NOT NULL AND beacon_due IS NOT NULL)),
        CHECK ((share_ciphertext IS NULL) = (received_at IS NULL))
      );
      COMMENT ON COLUMN draw_contribution.draw_id IS 'Null while it is only offered: a commitment takes all that are offered.';
      CREATE INDEX draw_contribution_session ON draw_contribution (session_id) WHERE draw_id IS NULL;
      CREATE UNIQUE INDEX draw_contribution_offer ON draw_contribution (session_id, account_id) WHERE draw_id IS NULL;

      CREATE TABLE draw_number (
        draw_id    uuid NOT NULL REFERENCES draw (id),
        list       integer NOT NULL CHECK (list >= 0),
        position   integer NOT NULL,
        number     text NOT NULL UNIQUE,
        holder_id  uuid,
        form_hash  bytea,
        taken_at   timestamptz,
        PRIMARY KEY (draw_id, list, position)
      );
      COMMENT ON COLUMN draw_number.list IS '0 is the roster; 1 the spare list committed with the draw, then those added later.';
      COMMENT ON COLUMN draw_number.holder_id IS 'The application that it belongs to. Never published.';
      CREATE UNIQUE INDEX draw_number_holder ON draw_number (draw_id, holder_id);
      CREATE INDEX draw_number_free ON draw_number (draw_id, list, position) WHERE holder_id IS NULL;

      CREATE TABLE draw_fact (
        draw_id  uuid NOT NULL REFERENCES draw (id),
        seq      integer NOT NULL,
        fact     jsonb NOT NULL,
        shown    jsonb NOT NULL,
        PRIMARY KEY (draw_id, seq)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM draw WHERE shares_ciphertext IS NULL) THEN
          RAISE EXCEPTION 'Draws were made that the older schema cannot hold: they are evidence and stay.';
        END IF;
      END $$;
      DROP TABLE draw_fact, draw_number, draw_contribution;
      ALTER TABLE draw DROP COLUMN bundle, DROP COLUMN cancelled_at, DROP COLUMN drawn_at, DROP COLUMN preassembled,
        DROP COLUMN pool_salts, DROP COLUMN state, DROP COLUMN number, DROP COLUMN session_id,
        ALTER COLUMN share_commitments SET NOT NULL, ALTER COLUMN shares_ciphertext SET NOT NULL,
        ALTER COLUMN shares_key SET NOT NULL;
    `);
  }
}
