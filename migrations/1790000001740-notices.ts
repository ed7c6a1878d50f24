import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What candidates are told at each step, and what became of each letter. */
export class Notices1790000001740 implements MigrationInterface {
  name = 'Notices1790000001740';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notice (
        id           uuid PRIMARY KEY,
        kind         text NOT NULL,
        person_id    uuid NOT NULL REFERENCES person (id),
        -- Id of what it is about, with what makes it another occasion: nobody is told the same twice.
        about        text NOT NULL,
        -- Words to fill in: texts by language, times. Nothing that is not the person's to see.
        details      jsonb NOT NULL,
        -- Where on the platform it leads.
        path         text NOT NULL,
        state        text NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'unsure', 'set-aside')),
        attempts     integer NOT NULL DEFAULT 0,
        -- A code of the mail server or of the line, never its words.
        fault        text,
        posted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Not before.
        due_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (kind, about, person_id)
      );
      CREATE INDEX notice_person ON notice (person_id, posted_at DESC, id DESC);
      CREATE INDEX notice_due ON notice (due_at) WHERE state = 'waiting';
      CREATE INDEX notice_sending ON notice (changed_at) WHERE state = 'sending';
      CREATE INDEX notice_stuck ON notice (changed_at DESC, id) WHERE state IN ('refused', 'unsure');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notice;`);
  }
}
