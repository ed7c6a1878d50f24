import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Test centres with rooms and seats, the places that sessions offer there, and who booked which. */
export class Centres1790000001430 implements MigrationInterface {
  name = 'Centres1790000001430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE test_centre (
        id          uuid PRIMARY KEY,
        code        text NOT NULL UNIQUE,
        name        jsonb NOT NULL,
        address     jsonb NOT NULL,
        time_zone   text NOT NULL,
        contact     text NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        retired_at  timestamptz
      );
      COMMENT ON COLUMN test_centre.time_zone IS 'A name of the IANA time zone database: times are shown to candidates in it.';

      CREATE TABLE centre_room (
        id          uuid PRIMARY KEY,
        centre_id   uuid NOT NULL REFERENCES test_centre (id),
        name        text NOT NULL,
        features    text[] NOT NULL DEFAULT '{}',
        retired_at  timestamptz,
        UNIQUE (id, centre_id)
      );
      CREATE UNIQUE INDEX centre_room_name ON centre_room (centre_id, name) WHERE retired_at IS NULL;

      CREATE TABLE centre_seat (
        id          uuid PRIMARY KEY,
        room_id     uuid NOT NULL REFERENCES centre_room (id),
        label       text NOT NULL,
        position    integer NOT NULL,
        features    text[] NOT NULL DEFAULT '{}',
        retired_at  timestamptz,
        UNIQUE (room_id, label)
      );

      CREATE TABLE session_centre (
        session_id  uuid NOT NULL REFERENCES exam_session (id),
        centre_id   uuid NOT NULL REFERENCES test_centre (id),
        capacity    integer NOT NULL CHECK (capacity BETWEEN 0 AND 100000),
        PRIMARY KEY (session_id, centre_id)
      );
      CREATE TABLE session_room (
        session_id  uuid NOT NULL,
        room_id     uuid NOT NULL,
        centre_id   uuid NOT NULL,
        PRIMARY KEY (session_id, room_id),
        FOREIGN KEY (session_id, centre_id) REFERENCES session_centre (session_id, centre_id),
        FOREIGN KEY (room_id, centre_id) REFERENCES centre_room (id, centre_id)
      );
      CREATE INDEX session_room_room ON session_room (room_id);

      ALTER TABLE exam_session ADD COLUMN booking_closes_at timestamptz;
      COMMENT ON COLUMN exam_session.booking_closes_at IS 'Until when candidates book, move and cancel; null: 24 hours before the opening.';

      CREATE TABLE booking (
        id              uuid PRIMARY KEY,
        application_id  uuid NOT NULL REFERENCES application (id),
        session_id      uuid NOT NULL,
        centre_id       uuid NOT NULL,
        seat_id         uuid NOT NULL REFERENCES centre_seat (id),
        needs           text[] NOT NULL DEFAULT '{}',
        slip_code       text NOT NULL UNIQUE,
        booked_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        booked_by       uuid NOT NULL REFERENCES account (id),
        reason          text,
        ended_at        timestamptz,
        ended_as        text CHECK (ended_as IN ('moved', 'cancelled', 'withdrawn', 'void')),
        FOREIGN KEY (session_id, centre_id) REFERENCES session_centre (session_id, centre_id),
        CHECK ((ended_at IS NULL) = (ended_as IS NULL))
      );
      CREATE UNIQUE INDEX booking_one ON booking (application_id) WHERE ended_at IS NULL;
      CREATE UNIQUE INDEX booking_seat ON booking (session_id, seat_id) WHERE ended_at IS NULL;
      CREATE INDEX booking_place ON booking (session_id, centre_id) WHERE ended_at IS NULL;
      CREATE INDEX booking_seat_history ON booking (seat_id);
      COMMENT ON COLUMN booking.reason IS 'Why an officer booked or moved; null where the candidate did.';

      CREATE INDEX outbox_receipt ON outbox ((body #>> '{content,shown,receiptHash}')) WHERE type = 'receipt';
      CREATE INDEX outbox_receipt_subject ON outbox ((body #>> '{fact,subject}')) WHERE type = 'receipt';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX outbox_receipt_subject;
      DROP INDEX outbox_receipt;
      DROP TABLE booking;
      ALTER TABLE exam_session DROP COLUMN booking_closes_at;
      DROP TABLE session_room, session_centre, centre_seat, centre_room, test_centre;
    `);
  }
}
