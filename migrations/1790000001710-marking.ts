import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts that people mark: who marks them, the marks, and what the marks and corrections make of a sitting's grade. */
export class Marking1790000001710 implements MigrationInterface {
  name = 'Marking1790000001710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The rule of a session; without a row it is the default.
      CREATE TABLE marking_rule (
        session_id  uuid PRIMARY KEY REFERENCES exam_session (id),
        -- Hundredths of a point by which two marks of one text may differ before a third marker decides.
        tolerance   integer NOT NULL CHECK (tolerance BETWEEN 0 AND 100),
        set_by      uuid NOT NULL REFERENCES account (id),
        set_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      CREATE TABLE session_marker (
        session_id   uuid NOT NULL REFERENCES exam_session (id),
        account_id   uuid NOT NULL REFERENCES account (id),
        assigned_by  uuid NOT NULL REFERENCES account (id),
        assigned_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        removed_at   timestamptz,
        PRIMARY KEY (session_id, account_id)
      );
      CREATE INDEX session_marker_account ON session_marker (account_id) WHERE removed_at IS NULL;

      -- A text that somebody handed in at one place of their form. The same text in a superseding sheet is the same one.
      CREATE TABLE marking_text (
        -- What markers know it by: it tells nothing.
        id               uuid PRIMARY KEY,
        session_id       uuid NOT NULL REFERENCES exam_session (id),
        sitting_id       uuid NOT NULL REFERENCES sitting (id),
        position         integer NOT NULL,
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        text_hash        bytea NOT NULL,
        -- The newest answer sheet that has it.
        sheet            integer NOT NULL,
        -- False where its item is annulled: nobody need mark it.
        owed             boolean NOT NULL DEFAULT true,
        state            text NOT NULL DEFAULT 'marking' CHECK (state IN ('marking', 'adjudicating', 'settled')),
        opened_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (sitting_id, position, text_hash)
      );
      CREATE INDEX marking_text_open ON marking_text (session_id) WHERE state <> 'settled';
      CREATE INDEX marking_text_session ON marking_text (session_id);

      CREATE TABLE mark_assignment (
        text_id     uuid NOT NULL REFERENCES marking_text (id),
        account_id  uuid NOT NULL REFERENCES account (id),
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        -- 1 and 2: the two marks that every text is owed; 3: the one that decides where they differ.
        place       integer NOT NULL CHECK (place BETWEEN 1 AND 3),
        state       text NOT NULL CHECK (state IN ('open', 'marked', 'stepped-aside', 'returned')),
        -- Why somebody stepped aside.
        reason      text,
        taken_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at    timestamptz,
        CHECK ((state = 'stepped-aside') = (reason IS NOT NULL)),
        -- Nobody marks a text twice.
        PRIMARY KEY (text_id, account_id)
      );
      CREATE UNIQUE INDEX mark_assignment_place ON mark_assignment (text_id, place) WHERE state IN ('open', 'marked');
      CREATE UNIQUE INDEX mark_assignment_one ON mark_assignment (session_id, account_id) WHERE state = 'open';
      CREATE INDEX mark_assignment_account ON mark_assignment (account_id, state);

      CREATE TABLE mark (
        text_id     uuid NOT NULL,
        account_id  uuid NOT NULL,
        -- From 1; a later one of the same marker supersedes those before.
        number      integer NOT NULL CHECK (number >= 1),
        official    text NOT NULL,
        -- Criterion → hundredths.
        criteria    jsonb NOT NULL,
        points      integer NOT NULL CHECK (points BETWEEN 0 AND 100),
        comment     text,
        given_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (text_id, account_id, number),
        FOREIGN KEY (text_id, account_id) REFERENCES mark_assignment (text_id, account_id)
      );
      CREATE TRIGGER mark_stays BEFORE UPDATE OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- What people add to a sitting's machine scores, one upon another: the settled mark of a text, corrections by name.
      CREATE TABLE mark_layer (
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        revision    integer NOT NULL CHECK (revision >= 1),
        text_id     uuid NOT NULL REFERENCES marking_text (id),
        kind        text NOT NULL CHECK (kind IN ('marked', 'adjudicated', 'corrected')),
        points      integer NOT NULL CHECK (points BETWEEN 0 AND 100),
        reason      text,
        account_id  uuid REFERENCES account (id),
        official    text,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, revision),
        CHECK ((kind = 'corrected') = (reason IS NOT NULL AND account_id IS NOT NULL AND official IS NOT NULL))
      );
      -- A text settles once.
      CREATE UNIQUE INDEX mark_layer_settled ON mark_layer (text_id) WHERE kind <> 'corrected';
      CREATE TRIGGER mark_layer_stays BEFORE UPDATE OR DELETE ON mark_layer
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      ALTER TABLE sitting ADD COLUMN marks integer NOT NULL DEFAULT 0;
      COMMENT ON COLUMN sitting.marks IS 'The revision of the newest layer of marks: a grade under an earlier one counts no more.';
      ALTER TABLE grade ADD COLUMN marks integer NOT NULL DEFAULT 0,
        DROP CONSTRAINT grade_pkey, ADD PRIMARY KEY (sitting_id, scoring_version_id, sheet, marks);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM grade WHERE marks > 0;
      ALTER TABLE grade DROP CONSTRAINT grade_pkey, DROP COLUMN marks,
        ADD PRIMARY KEY (sitting_id, scoring_version_id, sheet);
      ALTER TABLE sitting DROP COLUMN marks;
      DROP TABLE mark_layer, mark, mark_assignment, marking_text, session_marker, marking_rule;
    `);
  }
}
