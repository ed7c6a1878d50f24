import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages to candidates during an exam, sittings that an official ended, and how identity was checked at the door. */
export class MessagesEndingsIdentity1790000001930 implements MigrationInterface {
  name = 'MessagesEndingsIdentity1790000001930';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exam_message (
        id          uuid PRIMARY KEY,
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        number      integer NOT NULL CHECK (number > 0),
        sitting_id  uuid REFERENCES sitting (id),
        text        text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 500),
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (session_id, number)
      );
      COMMENT ON COLUMN exam_message.sitting_id IS 'Null: to everybody who sits in the session, and to who begins later.';
      -- The newest one of each kind is one step from the end of its index: a clock is asked for all the time.
      CREATE INDEX exam_message_all ON exam_message (session_id, number) WHERE sitting_id IS NULL;
      CREATE INDEX exam_message_one ON exam_message (sitting_id, number) WHERE sitting_id IS NOT NULL;

      CREATE TABLE exam_message_read (
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        message_id  uuid NOT NULL REFERENCES exam_message (id),
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (sitting_id, message_id)
      );
      CREATE INDEX exam_message_read_message ON exam_message_read (message_id);

      CREATE TABLE sitting_end (
        sitting_id  uuid PRIMARY KEY REFERENCES sitting (id),
        reason      text NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON TABLE sitting_end IS 'Who ended a sitting before its time, and why: there is a row exactly where closed_by is officer.';

      ALTER TABLE session_admission
        ADD COLUMN identity text CHECK (identity IN ('photo-compared', 'document-seen', 'not-said')),
        ADD COLUMN identity_document text CHECK (char_length(identity_document) BETWEEN 1 AND 60),
        ADD CONSTRAINT session_admission_document
          CHECK ((coalesce(identity, '') = 'document-seen') = (identity_document IS NOT NULL));
      COMMENT ON COLUMN session_admission.identity IS
        'How a proctor made sure who it is: null where the code of the room or nobody let them in, or before this was asked.';
      COMMENT ON COLUMN session_admission.identity_document IS 'What kind of document was seen, in a few words; never its number.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session_admission DROP COLUMN identity, DROP COLUMN identity_document;
      DROP TABLE sitting_end, exam_message_read, exam_message;
    `);
  }
}
