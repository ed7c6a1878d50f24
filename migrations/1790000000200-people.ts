import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scopes, agencies, persons, accounts, scoped roles, decisions with a name, jurisdiction profiles. */
export class People1790000000200 implements MigrationInterface {
  name = 'People1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scope (
        id         uuid PRIMARY KEY,
        kind       text NOT NULL CHECK (kind IN ('platform', 'agency', 'competition', 'session')),
        parent_id  uuid REFERENCES scope (id),
        CHECK ((kind = 'platform') = (parent_id IS NULL))
      );
      CREATE UNIQUE INDEX scope_one_platform ON scope (kind) WHERE kind = 'platform';
      CREATE INDEX scope_parent ON scope (parent_id);
      INSERT INTO scope (id, kind) VALUES ('00000000-0000-4000-8000-000000000000', 'platform');

      CREATE TABLE agency (
        id    uuid PRIMARY KEY REFERENCES scope (id),
        code  text NOT NULL UNIQUE,
        name  jsonb NOT NULL
      );

      CREATE TABLE person (
        id                      uuid PRIMARY KEY,
        national_id_hash        bytea NOT NULL UNIQUE,
        national_id_ciphertext  bytea NOT NULL,
        national_id_key         text NOT NULL,
        full_name               text NOT NULL,
        created_at              timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      CREATE TABLE account (
        id             uuid PRIMARY KEY,
        person_id      uuid UNIQUE REFERENCES person (id),
        sign_in        text NOT NULL UNIQUE,
        display_name   text NOT NULL,
        position       text,
        password_hash  text NOT NULL,
        language       text NOT NULL DEFAULT 'en',
        state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
        created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by     uuid REFERENCES account (id)
      );

      CREATE TABLE role_grant (
        id          uuid PRIMARY KEY,
        account_id  uuid NOT NULL REFERENCES account (id),
        role        text NOT NULL CHECK (role IN ('hr-officer', 'exam-officer', 'proctor', 'auditor', 'administrator')),
        scope_id    uuid NOT NULL REFERENCES scope (id),
        granted_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        granted_by  uuid REFERENCES account (id),
        revoked_at  timestamptz,
        revoked_by  uuid REFERENCES account (id)
      );
      CREATE UNIQUE INDEX role_grant_active ON role_grant (account_id, role, scope_id) WHERE revoked_at IS NULL;

      CREATE TABLE decision (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        action      text NOT NULL,
        subject     text NOT NULL,
        scope_id    uuid NOT NULL REFERENCES scope (id),
        reason      text
      );
      CREATE INDEX decision_scope ON decision (scope_id, id);

      CREATE TABLE jurisdiction_profile (
        code        text NOT NULL,
        version     integer NOT NULL,
        body        jsonb NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (code, version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE jurisdiction_profile, decision, role_grant, account, person, agency, scope;`,
    );
  }
}
