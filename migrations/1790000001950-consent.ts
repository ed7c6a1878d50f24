import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who turned the camera on or off after they had agreed, and when: what they agreed to first stays as it was. */
export class Consent1790000001950 implements MigrationInterface {
  name = 'Consent1790000001950';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE watch_camera_change (
        session_id  uuid NOT NULL,
        person_id   uuid NOT NULL,
        version     integer NOT NULL,
        number      integer NOT NULL,
        camera      boolean NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (session_id, person_id, version, number),
        FOREIGN KEY (session_id, person_id, version) REFERENCES watch_consent (session_id, person_id, version)
      );
      COMMENT ON TABLE watch_camera_change IS
        'watch_consent.camera is what holds now; here is each change of it, with the new choice.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE watch_camera_change');
  }
}
