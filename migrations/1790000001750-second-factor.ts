import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors of accounts, what an officer hands over for a time, and what somebody hands over who leaves. */
export class SecondFactor1790000001750 implements MigrationInterface {
  name = 'SecondFactor1790000001750';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE second_factor (
        id             uuid PRIMARY KEY,
        account_id     uuid NOT NULL REFERENCES account (id),
        kind           text NOT NULL CHECK (kind IN ('totp', 'passkey')),
        -- As its owner calls it.
        name           text NOT NULL,
        -- Of an authenticator: encrypted by a key outside PostgreSQL, and that key's id.
        secret         bytea,
        secret_key     text,
        -- The newest time step (RFC 6238) whose code was taken: a code works once.
        last_step      bigint,
        -- Of a passkey (WebAuthn): base64url, COSE key, signature counter.
        credential_id  text UNIQUE,
        public_key     bytea,
        sign_count     bigint,
        transports     text[],
        made_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Null: shown, and not yet proven.
        enrolled_at    timestamptz,
        ended_at       timestamptz,
        CHECK (CASE kind WHEN 'totp' THEN secret IS NOT NULL AND secret_key IS NOT NULL AND credential_id IS NULL
          ELSE credential_id IS NOT NULL AND public_key IS NOT NULL AND sign_count IS NOT NULL AND secret IS NULL END)
      );
      CREATE INDEX second_factor_account ON second_factor (account_id) WHERE ended_at IS NULL;

      -- What a passkey is to sign: for one purpose, once, for some minutes.
      CREATE TABLE passkey_challenge (
        id          uuid PRIMARY KEY,
        account_id  uuid NOT NULL REFERENCES account (id),
        purpose     text NOT NULL,
        challenge   text NOT NULL UNIQUE,
        made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at     timestamptz
      );
      CREATE INDEX passkey_challenge_account ON passkey_challenge (account_id, made_at);

      CREATE TABLE recovery_code (
        id          uuid PRIMARY KEY,
        account_id  uuid NOT NULL REFERENCES account (id),
        -- Under a key outside PostgreSQL.
        code_hash   bytea NOT NULL,
        made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at     timestamptz,
        -- Newer codes took their place.
        ended_at    timestamptz,
        UNIQUE (account_id, code_hash)
      );

      -- A role that its holder lets somebody else use, from a day until another.
      CREATE TABLE delegation (
        id          uuid PRIMARY KEY,
        from_id     uuid NOT NULL REFERENCES account (id),
        to_id       uuid NOT NULL REFERENCES account (id),
        role        text NOT NULL,
        scope_id    uuid NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        starts_at   timestamptz NOT NULL,
        ends_at     timestamptz NOT NULL,
        reason      text NOT NULL,
        made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Taken back before its end.
        ended_at    timestamptz,
        ended_by    uuid REFERENCES account (id),
        CHECK (from_id <> to_id),
        CHECK (starts_at < ends_at)
      );
      CREATE INDEX delegation_to ON delegation (to_id) WHERE ended_at IS NULL;
      CREATE INDEX delegation_from ON delegation (from_id);

      -- Somebody left: what they had passes to somebody else, and what was open then.
      CREATE TABLE handover (
        id        uuid PRIMARY KEY,
        from_id   uuid NOT NULL REFERENCES account (id),
        to_id     uuid NOT NULL REFERENCES account (id),
        roles     jsonb NOT NULL,
        work      jsonb NOT NULL,
        reason    text NOT NULL,
        made_by   uuid NOT NULL REFERENCES account (id),
        made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        CHECK (from_id <> to_id)
      );
      CREATE TRIGGER handover_stays BEFORE UPDATE OR DELETE ON handover
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE handover, delegation, recovery_code, passkey_challenge, second_factor;`);
  }
}
