import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commissions that interview: who sits, who must step aside, the guide, scores that are sealed until all are in. */
export class Commission1790000001780 implements MigrationInterface {
  name = 'Commission1790000001780';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE commission (
        id                  uuid PRIMARY KEY,
        stage_id            uuid NOT NULL UNIQUE REFERENCES competition_stage (id),
        state               text NOT NULL CHECK (state IN ('forming', 'sitting', 'concluded')),
        -- Of the composition: each change after the opening is another one.
        version             integer NOT NULL DEFAULT 1 CHECK (version >= 1),
        quorum_numerator    integer NOT NULL,
        quorum_denominator  integer NOT NULL CHECK (quorum_denominator BETWEEN 1 AND 12),
        -- Levels: members who are further apart than this on one competency score again.
        largest_gap         integer NOT NULL CHECK (largest_gap BETWEEN 1 AND 9),
        -- The guide that is pinned; null while the commission forms.
        guide_version       integer,
        set_up_by           uuid NOT NULL REFERENCES account (id),
        set_up_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        opened_at           timestamptz,
        concluded_by        uuid REFERENCES account (id),
        concluded_at        timestamptz,
        CHECK (quorum_numerator BETWEEN 1 AND quorum_denominator),
        CHECK ((state = 'forming') = (opened_at IS NULL)),
        CHECK ((state = 'forming') = (guide_version IS NULL)),
        CHECK ((state = 'concluded') = (concluded_at IS NOT NULL))
      );

      CREATE TABLE commission_member (
        id             uuid PRIMARY KEY,
        commission_id  uuid NOT NULL REFERENCES commission (id),
        account_id     uuid NOT NULL REFERENCES account (id),
        function       text NOT NULL CHECK (function IN ('chair', 'member')),
        outside        boolean NOT NULL,
        -- Whom a member from outside comes from.
        organisation   text,
        -- Name and position, as they were when the commission was formed.
        official       text NOT NULL,
        joined_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        left_at        timestamptz,
        CHECK (outside = (organisation IS NOT NULL))
      );
      CREATE UNIQUE INDEX commission_member_sits ON commission_member (commission_id, account_id) WHERE left_at IS NULL;
      CREATE UNIQUE INDEX commission_one_chair ON commission_member (commission_id)
        WHERE left_at IS NULL AND function = 'chair';
      CREATE INDEX commission_member_account ON commission_member (account_id) WHERE left_at IS NULL;

      CREATE TABLE commission_guide (
        commission_id  uuid NOT NULL REFERENCES commission (id),
        version        integer NOT NULL CHECK (version >= 1),
        body           jsonb NOT NULL,
        content_hash   bytea NOT NULL,
        changed_by     uuid NOT NULL REFERENCES account (id),
        changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (commission_id, version)
      );
      CREATE TRIGGER commission_guide_stays BEFORE UPDATE OR DELETE ON commission_guide
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- Whom the commission sees, each with a number drawn for this stage alone.
      CREATE TABLE commission_candidate (
        commission_id   uuid NOT NULL REFERENCES commission (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        number          text NOT NULL,
        PRIMARY KEY (commission_id, application_id),
        UNIQUE (commission_id, number)
      );
      CREATE INDEX commission_candidate_application ON commission_candidate (application_id);
      CREATE TRIGGER commission_candidate_stays BEFORE UPDATE OR DELETE ON commission_candidate
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- The newest one of a member and a candidate holds.
      CREATE TABLE commission_declaration (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        commission_id   uuid NOT NULL REFERENCES commission (id),
        member_id       uuid NOT NULL REFERENCES commission_member (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        kind            text NOT NULL
          CHECK (kind IN ('none', 'family', 'work', 'money', 'friendship', 'dispute', 'other')),
        declared_at     timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX commission_declaration_of ON commission_declaration (commission_id, application_id, member_id, id);
      CREATE TRIGGER commission_declaration_stays BEFORE UPDATE OR DELETE ON commission_declaration
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE commission_round (
        id              uuid PRIMARY KEY,
        commission_id   uuid NOT NULL REFERENCES commission (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        number          integer NOT NULL CHECK (number BETWEEN 1 AND 2),
        -- Why it is the second: what the commission talked about, and who says so.
        discussion      text,
        opened_by       uuid REFERENCES account (id),
        opened_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- All are in: from now on the scores are open.
        closed_at       timestamptz,
        verdict         text CHECK (verdict IN ('stands', 'void', 'median')),
        UNIQUE (commission_id, application_id, number),
        CHECK ((closed_at IS NULL) = (verdict IS NULL)),
        CHECK ((number = 1) = (discussion IS NULL))
      );

      CREATE TABLE commission_excusal (
        round_id    uuid NOT NULL REFERENCES commission_round (id),
        member_id   uuid NOT NULL REFERENCES commission_member (id),
        reason      text NOT NULL,
        decided_by  uuid NOT NULL REFERENCES account (id),
        decided_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (round_id, member_id)
      );
      CREATE TRIGGER commission_excusal_stays BEFORE UPDATE OR DELETE ON commission_excusal
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE commission_entry (
        round_id   uuid NOT NULL REFERENCES commission_round (id),
        member_id  uuid NOT NULL REFERENCES commission_member (id),
        -- Competency → level.
        levels     jsonb NOT NULL,
        notes      text NOT NULL,
        saved_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- From now on nothing of it changes.
        sealed_at  timestamptz,
        PRIMARY KEY (round_id, member_id)
      );
      CREATE FUNCTION commission_entry_sealed() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF OLD.sealed_at IS NOT NULL THEN
          RAISE EXCEPTION 'A sealed entry stays as it is.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $body$;
      CREATE TRIGGER commission_entry_stays BEFORE UPDATE OR DELETE ON commission_entry
        FOR EACH ROW EXECUTE FUNCTION commission_entry_sealed();

      CREATE FUNCTION commission_round_closed() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        IF OLD.closed_at IS NOT NULL OR TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'A round stays as it ended.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $body$;
      CREATE TRIGGER commission_round_stays BEFORE UPDATE OR DELETE ON commission_round
        FOR EACH ROW EXECUTE FUNCTION commission_round_closed();

      -- What anybody but its own member may read of entries: those of rounds in which all are in.
      CREATE VIEW commission_opened_entry AS
        SELECT r.commission_id, r.application_id, r.id AS round_id, r.number AS round, r.closed_at, r.verdict,
          e.member_id, e.levels, e.notes, e.sealed_at
        FROM commission_round r JOIN commission_entry e ON e.round_id = r.id AND e.sealed_at IS NOT NULL
        WHERE r.closed_at IS NOT NULL;

      CREATE TABLE commission_absence (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        commission_id   uuid NOT NULL REFERENCES commission (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        reason          text NOT NULL,
        decided_by      uuid NOT NULL REFERENCES account (id),
        official        text NOT NULL,
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        revoked_by      uuid REFERENCES account (id),
        revoked_at      timestamptz
      );
      CREATE UNIQUE INDEX commission_absence_stands ON commission_absence (commission_id, application_id)
        WHERE revoked_at IS NULL;

      -- The newest one of a candidate holds.
      CREATE TABLE commission_slot (
        id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        commission_id   uuid NOT NULL REFERENCES commission (id),
        application_id  uuid NOT NULL REFERENCES application (id),
        starts_at       timestamptz NOT NULL,
        minutes         integer NOT NULL CHECK (minutes BETWEEN 5 AND 480),
        time_zone       text NOT NULL,
        -- An address, or a link to where they meet.
        place           text NOT NULL,
        -- Why it is another one than before.
        reason          text,
        decided_by      uuid NOT NULL REFERENCES account (id),
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX commission_slot_of ON commission_slot (commission_id, application_id, id);
      CREATE TRIGGER commission_slot_stays BEFORE UPDATE OR DELETE ON commission_slot
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- On one list: where the list changes, members vote again.
      CREATE TABLE commission_vote (
        commission_id  uuid NOT NULL REFERENCES commission (id),
        member_id      uuid NOT NULL REFERENCES commission_member (id),
        list_hash      bytea NOT NULL,
        approve        boolean NOT NULL,
        -- A dissenting opinion, for the protocol.
        opinion        text,
        voted_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (commission_id, member_id, list_hash)
      );
      CREATE TRIGGER commission_vote_stays BEFORE UPDATE OR DELETE ON commission_vote
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE commission_protocol (
        commission_id  uuid PRIMARY KEY REFERENCES commission (id),
        content        jsonb NOT NULL,
        content_hash   bytea NOT NULL,
        list_hash      bytea NOT NULL
      );
      CREATE TRIGGER commission_protocol_stays BEFORE UPDATE OR DELETE ON commission_protocol
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW commission_opened_entry;
      DROP TABLE commission_protocol, commission_vote, commission_slot, commission_absence, commission_entry,
        commission_excusal, commission_round, commission_declaration, commission_candidate, commission_guide,
        commission_member, commission;
      DROP FUNCTION commission_entry_sealed, commission_round_closed;
    `);
  }
}
