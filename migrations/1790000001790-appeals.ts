import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What candidates may look at afterwards, challenges of answer keys and what came of them, appeals, regrades. */
export class Appeals1790000001790 implements MigrationInterface {
  name = 'Appeals1790000001790';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE exam_session
        ADD COLUMN review text NOT NULL DEFAULT 'own-answers'
          CHECK (review IN ('none', 'own-answers', 'answers-and-keys')),
        ADD COLUMN listed_at timestamptz;
      COMMENT ON COLUMN exam_session.review IS 'What each candidate may look at while answer keys can be challenged.';
      COMMENT ON COLUMN exam_session.listed_at IS 'When its result list was published the last time: a ranking before it is stale.';
      UPDATE exam_session SET listed_at = released_at;

      ALTER TABLE scoring_version ADD COLUMN pending boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN scoring_version.pending IS 'A regrade is under way: until its list is published, the version before it is the one that counts.';

      -- An item of a competition whose answer key somebody has challenged: all challenges of it together.
      CREATE TABLE challenge_case (
        id               uuid PRIMARY KEY,
        competition_id   uuid NOT NULL REFERENCES competition (id),
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        state            text NOT NULL CHECK (state IN ('open', 'proposed', 'regrading', 'rejected', 'accepted')),
        opened_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        due_at           timestamptz NOT NULL,
        decided_at       timestamptz
      );
      CREATE UNIQUE INDEX challenge_case_one ON challenge_case (competition_id, item_version_id)
        WHERE state IN ('open', 'proposed', 'regrading');
      CREATE INDEX challenge_case_due ON challenge_case (competition_id, due_at);

      CREATE TABLE key_challenge (
        id          uuid PRIMARY KEY,
        case_id     uuid NOT NULL REFERENCES challenge_case (id),
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        position    integer NOT NULL,
        reasons     text NOT NULL,
        source      text,
        made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (case_id, sitting_id)
      );
      CREATE INDEX key_challenge_sitting ON key_challenge (sitting_id);
      CREATE TRIGGER key_challenge_stays BEFORE UPDATE OR DELETE ON key_challenge
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- What an expert decided, and what an officer made of it.
      CREATE TABLE challenge_ruling (
        id            uuid PRIMARY KEY,
        case_id       uuid NOT NULL REFERENCES challenge_case (id),
        kind          text NOT NULL CHECK (kind IN ('reject', 'annul', 'rekey', 'confirm', 'return')),
        answer_key    jsonb,
        reason        text NOT NULL,
        account_id    uuid NOT NULL REFERENCES account (id),
        official      text NOT NULL,
        at            timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK ((kind = 'rekey') = (answer_key IS NOT NULL))
      );
      CREATE INDEX challenge_ruling_case ON challenge_ruling (case_id, at);
      CREATE TRIGGER challenge_ruling_stays BEFORE UPDATE OR DELETE ON challenge_ruling
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- A change of results that were published: why, and what it did.
      CREATE TABLE regrade (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        cause           text NOT NULL CHECK (cause IN ('answer-key', 'appeal')),
        case_id         uuid REFERENCES challenge_case (id),
        appeal_id       uuid,
        foreseen        jsonb,
        account_id      uuid NOT NULL REFERENCES account (id),
        begun_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        listed_at       timestamptz,
        ranking_version integer,
        done_at         timestamptz
      );
      CREATE UNIQUE INDEX regrade_one ON regrade (competition_id) WHERE done_at IS NULL;
      COMMENT ON INDEX regrade_one IS 'One after the other: each list that follows says which change it is of.';
      CREATE TABLE regrade_session (
        regrade_id   uuid NOT NULL REFERENCES regrade (id),
        session_id   uuid NOT NULL REFERENCES exam_session (id),
        before_id    uuid REFERENCES scoring_version (id),
        after_id     uuid REFERENCES scoring_version (id),
        was_released boolean NOT NULL,
        PRIMARY KEY (regrade_id, session_id)
      );
      CREATE INDEX regrade_session_of ON regrade_session (session_id);
      CREATE TRIGGER regrade_session_stays BEFORE UPDATE OR DELETE ON regrade_session
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE appeal (
        id           uuid PRIMARY KEY,
        sitting_id   uuid NOT NULL REFERENCES sitting (id),
        about        text NOT NULL CHECK (about IN ('sitting', 'incident', 'mark')),
        position     integer,
        body         text NOT NULL,
        state        text NOT NULL CHECK (state IN ('submitted', 'taken', 'decided', 'withdrawn')),
        made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        due_at       timestamptz NOT NULL,
        taken_by     uuid REFERENCES account (id),
        taken_at     timestamptz,
        ended_at     timestamptz,
        CHECK ((about = 'mark') OR position IS NULL)
      );
      CREATE INDEX appeal_sitting ON appeal (sitting_id);
      CREATE INDEX appeal_due ON appeal (due_at) WHERE state IN ('submitted', 'taken');
      CREATE UNIQUE INDEX appeal_one ON appeal (sitting_id, about, coalesce(position, 0))
        WHERE state IN ('submitted', 'taken');
      ALTER TABLE regrade ADD FOREIGN KEY (appeal_id) REFERENCES appeal (id);

      CREATE TABLE appeal_file (
        appeal_id   uuid NOT NULL REFERENCES appeal (id),
        number      integer NOT NULL,
        name        text NOT NULL,
        media_type  text NOT NULL CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg')),
        bytes       bytea NOT NULL,
        hash        bytea NOT NULL,
        added_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (appeal_id, number)
      );
      CREATE TABLE appeal_decision (
        appeal_id   uuid PRIMARY KEY REFERENCES appeal (id),
        outcome     text NOT NULL CHECK (outcome IN ('upheld', 'partly', 'rejected')),
        remedy      text NOT NULL CHECK (remedy IN ('none', 'mark-corrected', 'sat-again')),
        ground      text NOT NULL CHECK (ground IN ('procedure', 'technical', 'marking', 'conduct', 'facts', 'other')),
        points      integer,
        reason      text NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        decided_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK (outcome <> 'rejected' OR remedy = 'none'),
        CHECK ((remedy = 'mark-corrected') = (points IS NOT NULL))
      );
      CREATE TRIGGER appeal_file_stays BEFORE UPDATE ON appeal_file
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER appeal_decision_stays BEFORE UPDATE OR DELETE ON appeal_decision
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- Who looked at their questions and answers, and when.
      CREATE TABLE review_sight (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        with_keys   boolean NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX review_sight_sitting ON review_sight (sitting_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE review_sight, appeal_decision, appeal_file, regrade_session, regrade, appeal, challenge_ruling,
        key_challenge, challenge_case;
      ALTER TABLE scoring_version DROP COLUMN pending;
      ALTER TABLE exam_session DROP COLUMN review, DROP COLUMN listed_at;
    `);
  }
}
