import { Injectable } from '@nestjs/common';
import { programmeById } from '../../form/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { insertScope, newestProfile, recordDecision, type RuleChoice } from '../../people/index.js';
import { Database, isUniqueViolation, rows, type Principal } from '../../platform/index.js';
import { chooseRules } from '../domain/choose-rules.js';
import type { DisclosureLevel } from '../domain/disclosure-level.js';
import type { PlannedDate, Texts } from '../store/competition-store.js';
import { insertPosts, takeRequests, type NewPost } from './take-posts.js';
import type { StagePlan } from '../domain/stage-plan.js';
import { keepStagePlan } from '../store/stage-store.js';

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
  readonly posts: readonly NewPost[];
  /** Approved requests for posts that are taken into it. */
  readonly requestIds?: readonly string[] | undefined;
  /** Rules of the profile that candidates are asked about; none: they apply with one press. */
  readonly eligibility?: readonly RuleChoice[] | undefined;
  readonly planned?: readonly PlannedDate[] | undefined;
}

/**
 * Drafts a competition of an agency; the newest jurisdiction profile is pinned to it.
 *
 * Refusals: COMPETITION.DATES, COMPETITION.NO_PROGRAMME, COMPETITION.NO_PROFILE, COMPETITION.CODE_TAKEN, and those of
 * {@link chooseRules} and {@link takeRequests}.
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
        const profile = await newestProfile(tx);
        if (!profile)
          return refuse('conflict', 'COMPETITION.NO_PROFILE', 'No jurisdiction profile is loaded.');
        const eligibility = chooseRules(profile.eligibility ?? [], wish.eligibility ?? []);
        if (!eligibility.ok) return eligibility;
        const competitionId = newId();
        await insertScope(tx, { id: competitionId, kind: 'competition', parentId: wish.agencyId });
        await rows(
          tx,
          `INSERT INTO competition (id, agency_id, code, title, description, programme_id, profile_code,
             profile_version, disclosure, state, apply_from, apply_until, created_by, eligibility, planned)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, $12, $13, $14)`,
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
            JSON.stringify(eligibility.value),
            JSON.stringify(wish.planned ?? []),
          ],
        );
        if (wish.stages) await keepStagePlan(tx, competitionId, wish.stages);
        await insertPosts(tx, competitionId, wish.posts);
        const taken = await takeRequests(tx, wish.agencyId, competitionId, wish.requestIds ?? []);
        if (!taken.ok) return taken;
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
