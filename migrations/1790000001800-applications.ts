import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for posts, what a post pays and asks, questions of eligibility, documents, and screening with reasons. */
export class Applications1790000001800 implements MigrationInterface {
  name = 'Applications1790000001800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE post_request (
        id                  uuid PRIMARY KEY,
        agency_id           uuid NOT NULL REFERENCES agency (id),
        state               text NOT NULL CHECK (state IN ('requested', 'approved', 'returned', 'withdrawn', 'taken')),
        title               jsonb NOT NULL,
        category            text NOT NULL,
        grade               text NOT NULL,
        location            text NOT NULL,
        places              integer NOT NULL CHECK (places BETWEEN 1 AND 10000),
        pay_from            integer NOT NULL CHECK (pay_from >= 0),
        pay_until           integer NOT NULL,
        pay_currency        text NOT NULL CHECK (pay_currency ~ '^[A-Z]{3}$'),
        -- A list of texts by language.
        competencies        jsonb NOT NULL,
        duties              jsonb NOT NULL,
        needed_from         date NOT NULL,
        requested_by        uuid NOT NULL REFERENCES account (id),
        requested_official  text NOT NULL,
        requested_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        decided_by          uuid REFERENCES account (id),
        decided_official    text,
        decided_at          timestamptz,
        -- Why it was returned.
        reason              text,
        CHECK (pay_from <= pay_until),
        -- Nobody approves their own request.
        CHECK (decided_by IS DISTINCT FROM requested_by OR state IN ('requested', 'withdrawn')),
        CHECK (state NOT IN ('approved', 'returned', 'taken') OR decided_by IS NOT NULL),
        CHECK (state <> 'returned' OR reason IS NOT NULL)
      );
      CREATE INDEX post_request_agency ON post_request (agency_id, requested_at);
      CREATE INDEX post_request_waiting ON post_request (requested_at) WHERE state = 'requested';

      ALTER TABLE post
        ADD COLUMN category text,
        ADD COLUMN pay_from integer CHECK (pay_from >= 0),
        ADD COLUMN pay_until integer,
        ADD COLUMN pay_currency text CHECK (pay_currency ~ '^[A-Z]{3}$'),
        ADD COLUMN competencies jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN duties jsonb,
        ADD COLUMN request_id uuid UNIQUE REFERENCES post_request (id),
        ADD CHECK (pay_from <= pay_until),
        ADD CHECK ((pay_from IS NULL) = (pay_until IS NULL) AND (pay_from IS NULL) = (pay_currency IS NULL));

      ALTER TABLE competition
        -- The rules of eligibility as they stood in the pinned profile, with this competition's limits.
        ADD COLUMN eligibility jsonb NOT NULL DEFAULT '[]',
        -- Planned dates: a list of { what, on }.
        ADD COLUMN planned jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN concluded_at timestamptz;
      UPDATE competition c SET concluded_at = d.at FROM decision d
        WHERE c.state = 'concluded' AND d.scope_id = c.id AND d.action = 'competition-concluded';

      ALTER TABLE application DROP CONSTRAINT application_state_check;
      ALTER TABLE application ADD CONSTRAINT application_state_check CHECK (state IN ('draft', 'submitted', 'withdrawn'));

      -- The answers to a competition's questions.
      CREATE TABLE application_form (
        application_id  uuid PRIMARY KEY REFERENCES application (id),
        -- Code of a rule → answer, encrypted; null once it is destroyed.
        answers         bytea,
        answers_key     text NOT NULL,
        -- Code of a rule → met, not-met, unanswered: what they came to.
        outcomes        jsonb NOT NULL DEFAULT '{}',
        saved_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- When it was handed in last, to begin with or after more was asked for.
        handed_in_at    timestamptz
      );

      CREATE TABLE application_document (
        id              uuid PRIMARY KEY,
        application_id  uuid NOT NULL REFERENCES application (id),
        rule_code       text NOT NULL,
        -- As the candidate called it; null once it is gone. It is never a path.
        name            text,
        type            text CHECK (type IN ('pdf', 'jpeg', 'png')),
        bytes           integer CHECK (bytes > 0),
        hash            bytea,
        key_id          text NOT NULL,
        state           text NOT NULL CHECK (state IN ('arriving', 'waiting', 'clean', 'unscanned', 'infected', 'removed')),
        begun_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        arrived_at      timestamptz,
        scanned_at      timestamptz,
        removed_at      timestamptz,
        removed_why     text CHECK (removed_why IN ('candidate', 'refused', 'infected', 'abandoned', 'retention')),
        -- Whether its bytes are gone too.
        is_destroyed    boolean NOT NULL DEFAULT false,
        CHECK (state IN ('arriving', 'removed', 'infected') OR (type IS NOT NULL AND bytes IS NOT NULL AND hash IS NOT NULL)),
        CHECK ((state IN ('removed', 'infected')) = (removed_at IS NOT NULL)),
        CHECK ((removed_at IS NULL) = (removed_why IS NULL))
      );
      CREATE INDEX application_document_application ON application_document (application_id);
      CREATE INDEX application_document_waiting ON application_document (arrived_at) WHERE state = 'waiting';
      CREATE INDEX application_document_arriving ON application_document (begun_at) WHERE state = 'arriving';
      CREATE INDEX application_document_left ON application_document (removed_at) WHERE removed_at IS NOT NULL AND NOT is_destroyed;

      -- Who looked at a document, and when.
      CREATE TABLE document_view (
        id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        document_id  uuid NOT NULL REFERENCES application_document (id),
        account_id   uuid NOT NULL REFERENCES account (id),
        official     text NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX document_view_document ON document_view (document_id);
      CREATE TRIGGER document_view_stays BEFORE UPDATE OR DELETE ON document_view
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- What named officers decided on applications. The newest of an application holds.
      CREATE TABLE screening_decision (
        application_id  uuid NOT NULL REFERENCES application (id),
        number          integer NOT NULL CHECK (number >= 1),
        outcome         text NOT NULL CHECK (outcome IN ('eligible', 'not-eligible', 'more')),
        -- The rule by which somebody is not eligible.
        rule_code       text,
        -- Told to the candidate.
        reason          text,
        -- Of 'more': until when the candidate may add to it.
        more_until      timestamptz,
        -- Decisions made together with one confirmation.
        together        uuid,
        decided_by      uuid NOT NULL REFERENCES account (id),
        official        text NOT NULL,
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (application_id, number),
        CHECK (outcome = 'eligible' OR reason IS NOT NULL),
        CHECK ((outcome = 'not-eligible') = (rule_code IS NOT NULL)),
        CHECK ((outcome = 'more') = (more_until IS NOT NULL))
      );
      CREATE TRIGGER screening_decision_stays BEFORE UPDATE OR DELETE ON screening_decision
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE screening_decision, document_view, application_document, application_form;
      DELETE FROM application WHERE state = 'draft';
      ALTER TABLE application DROP CONSTRAINT application_state_check;
      ALTER TABLE application ADD CONSTRAINT application_state_check CHECK (state IN ('submitted', 'withdrawn'));
      ALTER TABLE competition DROP COLUMN eligibility, DROP COLUMN planned, DROP COLUMN concluded_at;
      ALTER TABLE post DROP COLUMN category, DROP COLUMN pay_from, DROP COLUMN pay_until, DROP COLUMN pay_currency,
        DROP COLUMN competencies, DROP COLUMN duties, DROP COLUMN request_id;
      DROP TABLE post_request;
    `);
  }
}
