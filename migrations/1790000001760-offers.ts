import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers before appointments, appointments without a competition, and those that were made before there was this log. */
export class Offers1790000001760 implements MigrationInterface {
  name = 'Offers1790000001760';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appointment_offer (
        id                  uuid PRIMARY KEY,
        competition_id      uuid NOT NULL REFERENCES competition (id),
        post_id             uuid NOT NULL REFERENCES post (id),
        ranking_id          uuid NOT NULL REFERENCES ranking (id),
        application_id      uuid NOT NULL REFERENCES application (id),
        -- Null where nothing was sat.
        sitting_id          uuid REFERENCES sitting (id),
        person_id           uuid NOT NULL REFERENCES person (id),
        place               integer NOT NULL,
        passed_over_reason  text,
        -- How many with a higher place had not taken this post.
        declined            integer NOT NULL DEFAULT 0,
        -- The life cycle is src/appointment/domain/offer-state.ts.
        state               text NOT NULL
          CHECK (state IN ('offered', 'accepted', 'refused', 'expired', 'withdrawn', 'returned', 'signed')),
        answer_by           timestamptz NOT NULL,
        offered_by          uuid NOT NULL REFERENCES account (id),
        -- In whose place, where who offered it acted by a delegation.
        offered_for         uuid REFERENCES account (id),
        -- Name and position, as they stood then.
        offered_official    text NOT NULL,
        offered_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at            timestamptz
      );
      -- One live offer for each person of a competition.
      CREATE UNIQUE INDEX appointment_offer_live ON appointment_offer (competition_id, person_id)
        WHERE state IN ('offered', 'accepted');
      CREATE INDEX appointment_offer_person ON appointment_offer (person_id);
      CREATE INDEX appointment_offer_competition ON appointment_offer (competition_id);
      CREATE INDEX appointment_offer_waits ON appointment_offer (answer_by) WHERE state = 'offered';

      -- What became of an offer, and by whom; nobody: its time ran out.
      CREATE TABLE offer_event (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        offer_id    uuid NOT NULL REFERENCES appointment_offer (id),
        event       text NOT NULL,
        account_id  uuid REFERENCES account (id),
        reason      text,
        at          timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX offer_event_offer ON offer_event (offer_id, id);
      CREATE TRIGGER offer_event_stays BEFORE UPDATE OR DELETE ON offer_event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- Those from before this have none.
      ALTER TABLE appointment ADD COLUMN offer_id uuid UNIQUE REFERENCES appointment_offer (id);
      ALTER TABLE appointment ADD COLUMN proposed_by uuid REFERENCES account (id);
      ALTER TABLE appointment ALTER COLUMN sitting_id DROP NOT NULL;

      CREATE TABLE direct_appointment (
        id            uuid PRIMARY KEY,
        agency_id     uuid NOT NULL REFERENCES agency (id),
        kind          text NOT NULL CHECK (kind IN ('political', 'acting', 'reinstated', 'by-law')),
        person_name   text NOT NULL,
        post_title    text NOT NULL,
        grade         text NOT NULL,
        location      text NOT NULL,
        legal_basis   text NOT NULL,
        begins_on     date NOT NULL,
        state         text NOT NULL CHECK (state IN ('proposed', 'signed', 'returned', 'withdrawn')),
        proposed_by   uuid NOT NULL REFERENCES account (id),
        proposed_for  uuid REFERENCES account (id),
        proposed_official text NOT NULL,
        proposed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        decided_by    uuid REFERENCES account (id),
        decided_at    timestamptz,
        reason        text
      );
      CREATE INDEX direct_appointment_agency ON direct_appointment (agency_id, proposed_at);

      -- A file of appointments from before, as it was read: nothing of it is in the registry until somebody confirms it.
      CREATE TABLE import_batch (
        id            uuid PRIMARY KEY,
        agency_id     uuid NOT NULL REFERENCES agency (id),
        -- Where it comes from; public.
        source        text NOT NULL,
        file_hash     bytea NOT NULL,
        -- Rows with their faults, for the review; null once it is decided.
        reviewed      jsonb,
        row_count     integer NOT NULL,
        good_count    integer NOT NULL,
        state         text NOT NULL CHECK (state IN ('read', 'confirmed', 'discarded')),
        uploaded_by   uuid NOT NULL REFERENCES account (id),
        uploaded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        decided_by    uuid REFERENCES account (id),
        decided_at    timestamptz,
        written       integer
      );
      CREATE INDEX import_batch_agency ON import_batch (agency_id, uploaded_at);

      CREATE TABLE imported_appointment (
        id            uuid PRIMARY KEY,
        batch_id      uuid NOT NULL REFERENCES import_batch (id),
        agency_id     uuid NOT NULL REFERENCES agency (id),
        line          integer NOT NULL,
        -- Who, what and when, in one form: nobody is imported twice.
        row_hash      bytea NOT NULL UNIQUE,
        person_name   text NOT NULL,
        post_title    text NOT NULL,
        grade         text NOT NULL,
        location      text NOT NULL,
        appointed_on  date NOT NULL,
        basis         text NOT NULL
      );
      CREATE INDEX imported_appointment_agency ON imported_appointment (agency_id, appointed_on);

      -- Ends of the two kinds above: the key is the rule.
      CREATE TABLE other_appointment_end (
        appointment_id  uuid PRIMARY KEY,
        reason          text NOT NULL,
        ended_on        date NOT NULL,
        decided_by      uuid NOT NULL REFERENCES account (id),
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX registry_entry_other_appointment ON registry_entry ((fact ->> 'subject'))
        WHERE type IN ('appointment-without-competition', 'appointment-imported');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX registry_entry_other_appointment;
      DROP TABLE other_appointment_end, imported_appointment, import_batch, direct_appointment;
      DELETE FROM appointment WHERE sitting_id IS NULL;
      ALTER TABLE appointment ALTER COLUMN sitting_id SET NOT NULL;
      ALTER TABLE appointment DROP COLUMN offer_id, DROP COLUMN proposed_by;
      DROP TABLE offer_event, appointment_offer;
    `);
  }
}
