import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appointments from an approved ranking. */
export class Appointment1790000000900 implements MigrationInterface {
  name = 'Appointment1790000000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appointment (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        post_id         uuid NOT NULL REFERENCES post (id),
        ranking_id      uuid NOT NULL REFERENCES ranking (id),
        sitting_id      uuid NOT NULL REFERENCES sitting (id),
        person_id       uuid NOT NULL REFERENCES person (id),
        place           integer NOT NULL,
        passed_over_reason text,
        decided_by      uuid NOT NULL REFERENCES account (id),
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (competition_id, person_id)
      );
      CREATE INDEX appointment_post ON appointment (post_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE appointment;`);
  }
}
