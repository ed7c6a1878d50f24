import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents of sittings: opened with evidence, answered, decided, contested once, reviewed. */
export class Incidents1790000001940 implements MigrationInterface {
  name = 'Incidents1790000001940';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE incident (
        id            uuid PRIMARY KEY,
        sitting_id    uuid NOT NULL REFERENCES sitting (id),
        kind          text NOT NULL CHECK (kind IN
          ('other-person', 'help-from-outside', 'forbidden-material', 'disturbance', 'technical', 'other')),
        what          text NOT NULL CHECK (char_length(what) BETWEEN 20 AND 4000),
        state         text NOT NULL CHECK (state IN
          ('open', 'answered', 'unanswered', 'cleared', 'found', 'contested', 'final', 'settled')),
        account_id    uuid NOT NULL REFERENCES account (id),
        acting_for    uuid REFERENCES account (id),
        official      text NOT NULL,
        opened_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        answer_until  timestamptz NOT NULL,
        settled_at    timestamptz,
        CHECK ((state = 'settled') = (settled_at IS NOT NULL))
      );
      COMMENT ON COLUMN incident.acting_for IS 'In whose place the official acted; null: in their own.';
      CREATE INDEX incident_sitting ON incident (sitting_id);
      CREATE INDEX incident_unsettled ON incident (sitting_id) WHERE settled_at IS NULL;
      COMMENT ON COLUMN incident.settled_at IS
        'Until then the result of the sitting is held, and nothing that the incident rests on is deleted.';

      CREATE TABLE incident_evidence (
        incident_id  uuid NOT NULL REFERENCES incident (id),
        number       integer NOT NULL,
        kind         text NOT NULL CHECK (kind IN ('signal', 'snapshot', 'note')),
        ref          text NOT NULL CHECK (char_length(ref) BETWEEN 1 AND 4000),
        copied       jsonb,
        account_id   uuid NOT NULL REFERENCES account (id),
        acting_for   uuid REFERENCES account (id),
        official     text NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (incident_id, number)
      );
      CREATE UNIQUE INDEX incident_evidence_once ON incident_evidence (incident_id, kind, ref) WHERE kind <> 'note';
      COMMENT ON COLUMN incident_evidence.ref IS 'The number of a signal, the id of a snapshot, or a note itself.';
      COMMENT ON COLUMN incident_evidence.copied IS 'Of a signal: what it was, when and how long. The signal itself may be removed later.';

      CREATE TABLE incident_answer (
        incident_id  uuid PRIMARY KEY REFERENCES incident (id),
        body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
        account_id   uuid NOT NULL REFERENCES account (id),
        acting_for   uuid REFERENCES account (id),
        taken_down   text,
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON COLUMN incident_answer.taken_down IS 'Name and position of the official to whom it was dictated; null: written by the candidate.';

      CREATE TABLE incident_decision (
        incident_id    uuid PRIMARY KEY REFERENCES incident (id),
        outcome        text NOT NULL CHECK (outcome IN ('none', 'noted', 'void-misconduct', 'void-failure')),
        again          text NOT NULL CHECK (again IN ('no', 'replacement')),
        reason         text NOT NULL CHECK (char_length(reason) BETWEEN 20 AND 4000),
        account_id     uuid NOT NULL REFERENCES account (id),
        acting_for     uuid REFERENCES account (id),
        official       text NOT NULL,
        at             timestamptz NOT NULL DEFAULT clock_timestamp(),
        contest_until  timestamptz,
        CHECK ((outcome = 'none') = (contest_until IS NULL)),
        CHECK (again = 'no' OR outcome = 'void-failure')
      );

      CREATE TABLE incident_contest (
        incident_id  uuid PRIMARY KEY REFERENCES incident (id),
        reason       text NOT NULL CHECK (char_length(reason) BETWEEN 20 AND 4000),
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      CREATE TABLE incident_review (
        incident_id  uuid PRIMARY KEY REFERENCES incident (id),
        outcome      text NOT NULL CHECK (outcome IN ('upheld', 'overturned')),
        reason       text NOT NULL CHECK (char_length(reason) BETWEEN 20 AND 4000),
        account_id   uuid NOT NULL REFERENCES account (id),
        official     text NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE incident_review, incident_contest, incident_decision, incident_answer, incident_evidence, incident;
    `);
  }
}
