import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Jobs that failed for good, and what somebody decided about them; releases at a set time; certificates of results; the
 * order in which a ranking is read.
 */
export class ReleaseAndCertificates1790000001730 implements MigrationInterface {
  name = 'ReleaseAndCertificates1790000001730';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Ids alone: no answer, no answer key and no error text, which may quote either.
      CREATE TABLE failed_job (
        id          uuid PRIMARY KEY,
        job         text NOT NULL,
        -- What it is about, by its ids: one line for each, however often it fails.
        subject     text NOT NULL,
        scope_id    uuid,
        payload     jsonb NOT NULL,
        error_name  text NOT NULL,
        code        text NOT NULL,
        attempts    integer NOT NULL,
        state       text NOT NULL CHECK (state IN ('retrying', 'failed', 'aside', 'done')),
        retry_at    timestamptz,
        first_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        decided_at  timestamptz,
        decided_by  uuid REFERENCES account (id),
        official    text,
        reason      text,
        UNIQUE (job, subject),
        CHECK ((state = 'retrying') = (retry_at IS NOT NULL)),
        CHECK (state <> 'aside' OR (decided_by IS NOT NULL AND reason IS NOT NULL))
      );
      CREATE INDEX failed_job_order ON failed_job (last_at DESC, id) WHERE state <> 'done';
      CREATE INDEX failed_job_scope ON failed_job (scope_id) WHERE state <> 'done';

      ALTER TABLE exam_session DROP CONSTRAINT exam_session_release_policy_check;
      ALTER TABLE exam_session
        ADD CONSTRAINT exam_session_release_policy_check CHECK (release_policy IN ('officer', 'on-grading', 'at')),
        ADD COLUMN release_at timestamptz,
        ADD CONSTRAINT exam_session_release_at_check CHECK ((release_policy = 'at') = (release_at IS NOT NULL));

      -- What a result was when its candidate took a certificate of it. Whether it still is, is worked out on reading.
      CREATE TABLE certificate (
        code                text PRIMARY KEY,
        sitting_id          uuid NOT NULL REFERENCES sitting (id),
        scoring_version_id  uuid NOT NULL REFERENCES scoring_version (id),
        language            text NOT NULL,
        content             jsonb NOT NULL,
        content_hash        bytea NOT NULL,
        issued_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (sitting_id, content_hash)
      );
      CREATE TRIGGER certificate_no_change BEFORE UPDATE OR DELETE ON certificate
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- As a page reads it: the next places after some place, without those before.
      DROP INDEX ranking_place_order;
      CREATE INDEX ranking_place_order
        ON ranking_place (ranking_id, (coalesce(place, 2147483647)), (-points), candidate_number COLLATE "C");
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ranking_place_order;
      CREATE INDEX ranking_place_order ON ranking_place (ranking_id, place, candidate_number);
      DROP TABLE certificate, failed_job;
      UPDATE exam_session SET release_at = NULL, release_policy = 'officer', release_signed_by = NULL,
        release_signed_at = NULL WHERE release_policy = 'at';
      ALTER TABLE exam_session DROP CONSTRAINT exam_session_release_at_check, DROP COLUMN release_at;
      ALTER TABLE exam_session DROP CONSTRAINT exam_session_release_policy_check;
      ALTER TABLE exam_session ADD CONSTRAINT exam_session_release_policy_check
        CHECK (release_policy IN ('officer', 'on-grading'));
    `);
  }
}
