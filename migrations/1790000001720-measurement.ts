import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cut scores and the panels that advise on them, statistics of sessions and items, and several sessions on one scale. */
export class Measurement1790000001720 implements MigrationInterface {
  name = 'Measurement1790000001720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE standard_panel (
        id                uuid PRIMARY KEY,
        competition_id    uuid NOT NULL REFERENCES competition (id),
        programme_id      uuid NOT NULL REFERENCES programme (id),
        number            integer NOT NULL CHECK (number >= 1),
        -- Who it is that can just do the work: what every judge has in mind.
        candidate         text NOT NULL,
        created_by        uuid NOT NULL REFERENCES account (id),
        created_official  text NOT NULL,
        created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (competition_id, number)
      );
      CREATE TABLE standard_judge (
        panel_id    uuid NOT NULL REFERENCES standard_panel (id),
        account_id  uuid NOT NULL REFERENCES account (id),
        -- By which others know the judge: names are not shown beside ratings.
        number      integer NOT NULL CHECK (number >= 1),
        PRIMARY KEY (panel_id, account_id),
        UNIQUE (panel_id, number)
      );
      CREATE INDEX standard_judge_account ON standard_judge (account_id);
      CREATE TABLE standard_item (
        panel_id         uuid NOT NULL REFERENCES standard_panel (id),
        position         integer NOT NULL CHECK (position >= 1),
        part             text NOT NULL,
        -- Which lines of the blueprint it stands for, and how many items of a form these are.
        stratum          integer NOT NULL,
        stratum_items    integer NOT NULL CHECK (stratum_items >= 1),
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        PRIMARY KEY (panel_id, position),
        UNIQUE (panel_id, item_version_id)
      );
      CREATE TABLE standard_round (
        panel_id   uuid NOT NULL REFERENCES standard_panel (id),
        number     integer NOT NULL CHECK (number BETWEEN 1 AND 3),
        opened_by  uuid NOT NULL REFERENCES account (id),
        opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        closed_by  uuid REFERENCES account (id),
        closed_at  timestamptz,
        PRIMARY KEY (panel_id, number),
        CHECK ((closed_at IS NULL) = (closed_by IS NULL))
      );
      CREATE UNIQUE INDEX standard_round_open ON standard_round (panel_id) WHERE closed_at IS NULL;
      CREATE TABLE standard_rating (
        panel_id  uuid NOT NULL,
        round     integer NOT NULL,
        judge     integer NOT NULL,
        position  integer NOT NULL,
        -- Of a hundred candidates who can just do the work, how many answer right.
        percent   integer NOT NULL CHECK (percent BETWEEN 0 AND 100),
        rated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (panel_id, round, judge, position),
        FOREIGN KEY (panel_id, round) REFERENCES standard_round (panel_id, number),
        FOREIGN KEY (panel_id, judge) REFERENCES standard_judge (panel_id, number),
        FOREIGN KEY (panel_id, position) REFERENCES standard_item (panel_id, position)
      );
      CREATE FUNCTION refuse_rating_of_closed_round() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM standard_round r
            WHERE r.panel_id = NEW.panel_id AND r.number = NEW.round AND r.closed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This round is closed.' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER standard_rating_stays BEFORE INSERT OR UPDATE OR DELETE ON standard_rating
        FOR EACH ROW EXECUTE FUNCTION refuse_rating_of_closed_round();

      CREATE TABLE cut_score (
        id                uuid PRIMARY KEY,
        competition_id    uuid NOT NULL REFERENCES competition (id),
        programme_id      uuid NOT NULL REFERENCES programme (id),
        version           integer NOT NULL CHECK (version >= 1),
        method            text NOT NULL CHECK (method IN ('law', 'angoff')),
        panel_id          uuid REFERENCES standard_panel (id),
        overall           integer NOT NULL CHECK (overall >= 0),
        each_part         integer NOT NULL CHECK (each_part >= 0),
        by_part           jsonb NOT NULL DEFAULT '{}',
        -- What the panel came to, in points: a decimal text. Null where the law fixes the number.
        advised           text,
        standard_error    text,
        judges            integer NOT NULL DEFAULT 0,
        -- The law and its article; of a panel null.
        legal_basis       text,
        reason            text NOT NULL,
        adopted_by        uuid NOT NULL REFERENCES account (id),
        adopted_official  text NOT NULL,
        adopted_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (competition_id, version),
        CHECK ((method = 'law') = (legal_basis IS NOT NULL)),
        CHECK ((method = 'angoff') = (panel_id IS NOT NULL))
      );
      CREATE TRIGGER cut_score_stays BEFORE UPDATE OR DELETE ON cut_score
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE session_statistics (
        id                  uuid PRIMARY KEY,
        session_id          uuid NOT NULL REFERENCES exam_session (id),
        scoring_version_id  uuid NOT NULL REFERENCES scoring_version (id),
        -- Of how many sittings, and the sum of the numbers of their sheets: a later sheet makes other statistics.
        sittings            integer NOT NULL,
        sheet_sum           integer NOT NULL,
        body                jsonb NOT NULL,
        computed_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (session_id, scoring_version_id, sittings, sheet_sum)
      );
      CREATE TABLE item_statistics (
        statistics_id    uuid NOT NULL REFERENCES session_statistics (id),
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        body             jsonb NOT NULL,
        -- The more, the sooner somebody should look at it.
        attention        integer NOT NULL,
        PRIMARY KEY (statistics_id, item_version_id)
      );
      CREATE TRIGGER session_statistics_stays BEFORE UPDATE OR DELETE ON session_statistics
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER item_statistics_stays BEFORE UPDATE OR DELETE ON item_statistics
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- The bank's own copy, of released sessions alone: what authors see.
      CREATE TABLE item_report (
        statistics_id    uuid NOT NULL,
        item_version_id  uuid NOT NULL REFERENCES item_version (id),
        session_id       uuid NOT NULL,
        body             jsonb NOT NULL,
        reported_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (statistics_id, item_version_id)
      );
      CREATE INDEX item_report_item ON item_report (item_version_id, reported_at);

      CREATE TABLE scaling (
        id               uuid PRIMARY KEY,
        competition_id   uuid NOT NULL REFERENCES competition (id),
        stage_id         uuid REFERENCES competition_stage (id),
        version          integer NOT NULL CHECK (version >= 1),
        method           text NOT NULL CHECK (method IN ('none', 'percentile', 'equipercentile')),
        base_session_id  uuid REFERENCES exam_session (id),
        reason           text NOT NULL,
        chosen_by        uuid NOT NULL REFERENCES account (id),
        chosen_official  text NOT NULL,
        chosen_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (competition_id, version),
        CHECK ((method = 'equipercentile') = (base_session_id IS NOT NULL))
      );
      CREATE TABLE scaled_version (
        id                       uuid PRIMARY KEY,
        scaling_id               uuid NOT NULL REFERENCES scaling (id),
        session_id               uuid NOT NULL REFERENCES exam_session (id),
        -- Hex: of all points that it rests on. Other grades make another version.
        basis                    text NOT NULL,
        made_at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (scaling_id, session_id, basis)
      );
      CREATE TABLE scaled_point (
        version_id  uuid NOT NULL REFERENCES scaled_version (id),
        sitting_id  uuid NOT NULL REFERENCES sitting (id),
        -- Hundredths, rounded; and the same in ten-millionths.
        points      integer NOT NULL,
        exact       bigint NOT NULL,
        PRIMARY KEY (version_id, sitting_id)
      );
      CREATE TRIGGER scaling_stays BEFORE UPDATE OR DELETE ON scaling
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER scaled_version_stays BEFORE UPDATE OR DELETE ON scaled_version
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER scaled_point_stays BEFORE UPDATE OR DELETE ON scaled_point
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE scaled_point, scaled_version, scaling, item_report, item_statistics, session_statistics, cut_score,
        standard_rating, standard_round, standard_item, standard_judge, standard_panel;
      DROP FUNCTION refuse_rating_of_closed_round;
    `);
  }
}
