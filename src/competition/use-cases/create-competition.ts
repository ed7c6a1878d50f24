import { Injectable } from '@nestjs/common';
import { programmeById } from '../../form/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { insertScope, recordDecision } from '../../people/index.js';
import { Database, isUniqueViolation, rows, type Principal } from '../../platform/index.js';
import type { DisclosureLevel } from '../domain/disclosure-level.js';
import type { StagePlan } from '../domain/stage-plan.js';
import { keepStagePlan } from '../store/stage-store.js';
import type { Texts } from '../store/competition-store.js';

export interface NewCompetition {
  readonly agencyId: string;
  /** Public and lasting: in addresses, lists and facts. */
  readonly code: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly programmeId: string;
  /** Left out: commitments. */
  readonly disclosure?: DisclosureLevel;
  /** What candidates go through; left out: one exam, and nothing else. */
  readonly stages?: StagePlan | undefined;
  readonly applyFrom: Date;
  readonly applyUntil: Date;
  readonly posts: readonly {
    readonly title: Texts;
    readonly places: number;
    readonly grade: string;
    readonly location: string;
  }[];
}

/**
 * Drafts a competition of an agency; the newest jurisdiction profile is pinned to it.
 *
 * Refusals: COMPETITION.DATES, COMPETITION.NO_PROGRAMME, COMPETITION.NO_PROFILE, COMPETITION.CODE_TAKEN.
 */
@Injectable()
export class CreateCompetition {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, wish: NewCompetition): Promise<Result<{ competitionId: string }>> {
    if (wish.applyFrom >= wish.applyUntil) {
      return refuse('invalid', 'COMPETITION.DATES', 'Applications end after they begin.', {
        fields: { applyUntil: 'COMPETITION.DATES' },
      });
    }
    try {
      return await this.database.attempt(async (tx) => {
        if (!(await programmeById(tx, wish.programmeId))) {
          return refuse('invalid', 'COMPETITION.NO_PROGRAMME', 'There is no such exam programme.', {
            fields: { programmeId: 'COMPETITION.NO_PROGRAMME' },
          });
        }
        const [profile] = await rows<{ code: string; version: number }>(
          tx,
          'SELECT code, version FROM jurisdiction_profile ORDER BY created_at DESC, version DESC LIMIT 1',
        );
        if (!profile)
          return refuse('conflict', 'COMPETITION.NO_PROFILE', 'No jurisdiction profile is loaded.');
        const competitionId = newId();
        await insertScope(tx, { id: competitionId, kind: 'competition', parentId: wish.agencyId });
        await rows(
          tx,
          `INSERT INTO competition (id, agency_id, code, title, description, programme_id, profile_code,
             profile_version, disclosure, state, apply_from, apply_until, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, $12)`,
          [
            competitionId,
            wish.agencyId,
            wish.code,
            JSON.stringify(wish.title),
            JSON.stringify(wish.description),
            wish.programmeId,
            profile.code,
            profile.version,
            wish.disclosure ?? 'commitments',
            wish.applyFrom,
            wish.applyUntil,
            principal.accountId,
          ],
        );
        if (wish.stages) await keepStagePlan(tx, competitionId, wish.stages);
        for (const post of wish.posts) {
          await rows(
            tx,
            'INSERT INTO post (id, competition_id, title, places, grade, location) VALUES ($1, $2, $3, $4, $5, $6)',
            [newId(), competitionId, JSON.stringify(post.title), post.places, post.grade, post.location],
          );
        }
        await recordDecision(tx, principal, {
          action: 'competition-drafted',
          subject: wish.code,
          scopeId: competitionId,
        });
        return ok({ competitionId });
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'competition_code_key')) throw error;
      return refuse('conflict', 'COMPETITION.CODE_TAKEN', 'Another competition has this code.', {
        fields: { code: 'COMPETITION.CODE_TAKEN' },
      });
    }
  }
}
