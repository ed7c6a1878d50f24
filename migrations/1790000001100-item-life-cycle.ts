import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The life of an item: states on its versions, reviews, comments, who has seen it, declared enemies, exposure, media;
 * authors and reviewers with a bank as their scope; what lists and near-duplicate search need beside the item.
 */
export class ItemLifeCycle1790000001100 implements MigrationInterface {
  name = 'ItemLifeCycle1790000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      ALTER TABLE scope DROP CONSTRAINT scope_kind_check;
      ALTER TABLE scope ADD CONSTRAINT scope_kind_check
        CHECK (kind IN ('platform', 'agency', 'competition', 'session', 'bank'));
      INSERT INTO scope (id, kind, parent_id)
        SELECT id, 'bank', '00000000-0000-4000-8000-000000000000' FROM bank;
      ALTER TABLE bank ADD CONSTRAINT bank_scope FOREIGN KEY (id) REFERENCES scope (id);
      ALTER TABLE role_grant DROP CONSTRAINT role_grant_role_check;
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_role_check CHECK (role IN
        ('hr-officer', 'exam-officer', 'proctor', 'auditor', 'administrator', 'item-author', 'item-reviewer'));

      ALTER TABLE item_version
        ADD COLUMN state text NOT NULL DEFAULT 'live'
          CHECK (state IN ('draft', 'in-review', 'approved', 'live', 'suspended', 'retired')),
        ADD COLUMN case_code text,
        ADD COLUMN model jsonb,
        ADD COLUMN calibration jsonb,
        ADD COLUMN author_id uuid REFERENCES account (id),
        ADD COLUMN approved_by uuid REFERENCES account (id),
        ADD COLUMN approved_official text,
        ADD COLUMN approved_at timestamptz,
        ADD CONSTRAINT item_version_approval CHECK (author_id IS NULL OR approved_by IS NULL OR author_id <> approved_by);
      ALTER TABLE item_version ALTER COLUMN state DROP DEFAULT;
      COMMENT ON COLUMN item_version.model IS 'A generated item names its model, the model''s version, and the seed.';
      COMMENT ON COLUMN item_version.calibration IS 'IRT parameters a, b, c in thousandths, once calibrated.';
      UPDATE item_version v SET state = 'retired' FROM item i
        WHERE i.id = v.item_id AND (i.state = 'retired' OR v.version < i.current_version);
      UPDATE item_version v SET state = 'draft' FROM item i WHERE i.id = v.item_id AND i.state = 'draft';
      CREATE UNIQUE INDEX item_version_one_live ON item_version (item_id) WHERE state = 'live';

      ALTER TABLE item DROP CONSTRAINT item_state_check;
      ALTER TABLE item
        ADD CONSTRAINT item_state_check
          CHECK (state IN ('draft', 'in-review', 'approved', 'live', 'suspended', 'retired')),
        ADD COLUMN live_version integer,
        ADD COLUMN loaded_hash bytea,
        ADD COLUMN loaded_texts jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ADD COLUMN type text NOT NULL DEFAULT '',
        ADD COLUMN content_area text NOT NULL DEFAULT '',
        ADD COLUMN competency text NOT NULL DEFAULT '',
        ADD COLUMN cognitive_level text NOT NULL DEFAULT '',
        ADD COLUMN difficulty integer NOT NULL DEFAULT 500,
        ADD COLUMN case_code text,
        ADD COLUMN model_code text,
        ADD COLUMN plain_stem text NOT NULL DEFAULT '',
        ADD COLUMN languages jsonb NOT NULL DEFAULT '{}';
      COMMENT ON COLUMN item.state IS 'Of the newest version; so are type, area, competency, level, difficulty, case and model: what lists filter by.';
      COMMENT ON COLUMN item.plain_stem IS 'The source language''s stem without markup, for search and near-duplicates.';
      COMMENT ON COLUMN item.languages IS 'Language → draft or signed: the newest words of the newest version.';
      COMMENT ON COLUMN item.loaded_hash IS 'Of the file that the newest loaded version came from; null for what was written on the platform.';
      UPDATE item i SET live_version = CASE WHEN i.state = 'live' THEN i.current_version END, loaded_hash = v.content_hash,
          type = v.type, content_area = v.content_area, competency = v.competency,
          cognitive_level = v.cognitive_level, difficulty = v.difficulty,
          plain_stem = coalesce((SELECT t.stem FROM item_translation t JOIN bank b ON b.id = i.bank_id
            WHERE t.item_version_id = v.id AND t.language = b.source_language ORDER BY t.revision DESC LIMIT 1), ''),
          languages = coalesce((SELECT jsonb_object_agg(t.language, t.state) FROM item_translation t
            WHERE t.item_version_id = v.id AND t.revision = (SELECT max(u.revision) FROM item_translation u
              WHERE u.item_version_id = v.id AND u.language = t.language)), '{}')
        FROM item_version v WHERE v.item_id = i.id AND v.version = i.current_version;
      DROP INDEX item_bank;
      CREATE INDEX item_list ON item (bank_id, code COLLATE "C");
      CREATE INDEX item_list_state ON item (bank_id, state, code COLLATE "C");
      CREATE INDEX item_list_type ON item (bank_id, type, code COLLATE "C");
      CREATE INDEX item_list_area ON item (bank_id, content_area, code COLLATE "C");
      CREATE INDEX item_list_area_type ON item (bank_id, content_area, type, code COLLATE "C");
      CREATE INDEX item_list_state_area ON item (bank_id, state, content_area, code COLLATE "C");
      CREATE INDEX item_list_state_competency ON item (bank_id, state, competency, code COLLATE "C");
      CREATE INDEX item_list_area_level ON item (bank_id, content_area, cognitive_level, code COLLATE "C");
      CREATE INDEX item_list_competency ON item (bank_id, competency, code COLLATE "C");
      CREATE INDEX item_list_level ON item (bank_id, cognitive_level, code COLLATE "C");
      CREATE INDEX item_list_model ON item (bank_id, model_code, code COLLATE "C") WHERE model_code IS NOT NULL;
      CREATE INDEX item_case ON item (case_code) WHERE case_code IS NOT NULL;
      CREATE INDEX item_stem_trigrams ON item USING gin (plain_stem gin_trgm_ops);
      CREATE INDEX item_code_pattern ON item (bank_id, code text_pattern_ops);

      ALTER TABLE item_translation
        ADD COLUMN labels jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN translator_id uuid REFERENCES account (id),
        ADD COLUMN signer_id uuid REFERENCES account (id),
        ADD COLUMN signed_at timestamptz,
        ADD CONSTRAINT item_translation_reader
          CHECK (translator_id IS NULL OR signer_id IS NULL OR translator_id <> signer_id);
      CREATE INDEX item_translation_newest ON item_translation (item_version_id, language, revision DESC);

      CREATE TABLE item_review (
        id               uuid PRIMARY KEY,
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        verdict          text NOT NULL CHECK (verdict IN ('approved', 'returned')),
        reason           text NOT NULL,
        account_id       uuid NOT NULL REFERENCES account (id),
        official         text NOT NULL,
        at               timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX item_review_version ON item_review (item_version_id, at);

      CREATE TABLE item_comment (
        id          uuid PRIMARY KEY,
        item_id     uuid NOT NULL REFERENCES item (id),
        version     integer NOT NULL,
        language    text,
        body        text NOT NULL,
        account_id  uuid NOT NULL REFERENCES account (id),
        official    text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        settled_at  timestamptz,
        settled_by  text
      );
      CREATE INDEX item_comment_item ON item_comment (item_id, at);

      CREATE TABLE item_sight (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        account_id       uuid NOT NULL REFERENCES account (id),
        official         text NOT NULL,
        purpose          text NOT NULL,
        at               timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON TABLE item_sight IS 'Who of the staff has seen the text of an item, and when.';
      CREATE INDEX item_sight_version ON item_sight (item_version_id, at);

      CREATE TABLE item_enemy (
        item_id      uuid NOT NULL REFERENCES item (id),
        enemy_id     uuid NOT NULL REFERENCES item (id),
        reason       text NOT NULL,
        account_id   uuid REFERENCES account (id),
        official     text NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (item_id, enemy_id),
        CHECK (item_id < enemy_id)
      );
      CREATE INDEX item_enemy_other ON item_enemy (enemy_id);

      CREATE TABLE item_exposure (
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        draw_id          uuid NOT NULL REFERENCES draw (id),
        sittings         integer NOT NULL,
        PRIMARY KEY (item_version_id, draw_id)
      );
      COMMENT ON TABLE item_exposure IS 'Sittings that an item version was shown in, added up when a draw''s session closes.';

      CREATE TABLE item_media (
        hash        text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
        media_type  text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
        bytes       bytea NOT NULL
      );
      CREATE TABLE loaded_content (
        fingerprint  bytea PRIMARY KEY,
        at           timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      COMMENT ON TABLE loaded_content IS 'The shipped banks and programmes that were loaded last, by the hash of their files.';

      COMMENT ON TABLE item_media IS 'Pictures of items, named by the SHA-256 of their bytes; bodies name them as media:<hash>.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE loaded_content, item_media, item_exposure, item_enemy, item_sight, item_comment, item_review;
      ALTER TABLE item_translation
        DROP COLUMN labels, DROP COLUMN translator_id, DROP COLUMN signer_id, DROP COLUMN signed_at;
      DROP INDEX item_translation_newest;
      DROP INDEX item_list, item_case, item_stem_trigrams, item_code_pattern;
      ALTER TABLE item DROP CONSTRAINT item_state_check;
      UPDATE item i SET current_version = coalesce(i.live_version, i.current_version),
        state = CASE WHEN i.live_version IS NOT NULL THEN 'live'
          WHEN i.state IN ('suspended', 'retired') THEN 'retired' ELSE 'draft' END;
      ALTER TABLE item ADD CONSTRAINT item_state_check CHECK (state IN ('draft', 'live', 'retired')),
        DROP COLUMN live_version, DROP COLUMN loaded_hash, DROP COLUMN loaded_texts, DROP COLUMN created_at,
        DROP COLUMN type, DROP COLUMN content_area, DROP COLUMN competency, DROP COLUMN cognitive_level,
        DROP COLUMN difficulty, DROP COLUMN case_code, DROP COLUMN model_code, DROP COLUMN plain_stem,
        DROP COLUMN languages;
      CREATE INDEX item_bank ON item (bank_id, state);
      ALTER TABLE item_version
        DROP COLUMN state, DROP COLUMN case_code, DROP COLUMN model, DROP COLUMN calibration, DROP COLUMN author_id,
        DROP COLUMN approved_by, DROP COLUMN approved_official, DROP COLUMN approved_at;
      ALTER TABLE bank DROP CONSTRAINT bank_scope;
      DELETE FROM role_grant WHERE role IN ('item-author', 'item-reviewer')
        OR scope_id IN (SELECT id FROM scope WHERE kind = 'bank');
      ALTER TABLE role_grant DROP CONSTRAINT role_grant_role_check;
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_role_check
        CHECK (role IN ('hr-officer', 'exam-officer', 'proctor', 'auditor', 'administrator'));
      DELETE FROM decision WHERE scope_id IN (SELECT id FROM scope WHERE kind = 'bank');
      DELETE FROM scope WHERE kind = 'bank';
      ALTER TABLE scope DROP CONSTRAINT scope_kind_check;
      ALTER TABLE scope ADD CONSTRAINT scope_kind_check
        CHECK (kind IN ('platform', 'agency', 'competition', 'session'));
      DROP EXTENSION pg_trgm;
    `);
  }
}
