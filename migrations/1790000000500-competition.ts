import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Competitions, posts, applications. */
export class Competition1790000000500 implements MigrationInterface {
  name = 'Competition1790000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE competition (
        id               uuid PRIMARY KEY REFERENCES scope (id),
        agency_id        uuid NOT NULL REFERENCES agency (id),
        code             text NOT NULL UNIQUE,
        title            jsonb NOT NULL,
        description      jsonb NOT NULL,
        programme_id     uuid NOT NULL REFERENCES programme (id),
        profile_code     text NOT NULL,
        profile_version  integer NOT NULL,
        state            text NOT NULL CHECK (state IN ('draft', 'announced', 'closed', 'concluded')),
        apply_from       timestamptz NOT NULL,
        apply_until      timestamptz NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by       uuid NOT NULL REFERENCES account (id),
        FOREIGN KEY (profile_code, profile_version) REFERENCES jurisdiction_profile (code, version),
        CHECK (apply_from < apply_until)
      );

      CREATE TABLE post (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        title           jsonb NOT NULL,
        places          integer NOT NULL CHECK (places BETWEEN 1 AND 10000),
        grade           text NOT NULL,
        location        text NOT NULL
      );
      CREATE INDEX post_competition ON post (competition_id);

      CREATE TABLE application (
        id              uuid PRIMARY KEY,
        competition_id  uuid NOT NULL REFERENCES competition (id),
        person_id       uuid NOT NULL REFERENCES person (id),
        language        text NOT NULL,
        state           text NOT NULL CHECK (state IN ('submitted', 'withdrawn')),
        created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (competition_id, person_id)
      );
      CREATE INDEX application_person ON application (person_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE application, post, competition;`);
  }
}
