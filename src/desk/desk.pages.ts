import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { contestedIn } from '../appeal/index.js';
import { formOf } from '../application/index.js';
import { directToSign, offersToPerson, offersToSign } from '../appointment/index.js';
import { commissionsOfAccount, commissionStagesOf } from '../commission/index.js';
import {
  applicationsOfPerson,
  competitionById,
  competitionsInScopes,
  isInStage,
  publicCompetitions,
  type CompetitionView,
} from '../competition/index.js';
import { programmes } from '../form/index.js';
import { overdueReleases, releasedGrade } from '../grading/index.js';
import { openIncidentsAbout, sessionsWithoutSitting, openIncidentsIn } from '../proctoring/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  KeyRing,
  failedJobCount,
  local,
  Page,
  SharedPage,
  Pages,
  type OpenMeritRequest,
  type Principal,
  type Tx,
} from '../platform/index.js';
import { hasRole, PLATFORM_SCOPE_ID, scopesWithin } from '../people/index.js';
import {
  bankOverviews,
  banksOfGrants,
  ownDrafts,
  waitingReviews,
  WRITES_ITEMS,
} from '../question-bank/index.js';
import { searchEntries } from '../registry/index.js';
import {
  applicationReference,
  bookingOf,
  hasPlaces,
  isEntitled,
  sessionsOf,
  type SessionView,
} from '../session/index.js';
import { sittingsOfPerson } from '../sitting/index.js';

/** Drafts that a desk shows; the list has the rest. */
const DRAFTS = 20;
/** The role whose holders sign appointments. */
const SIGNS = 'appointing-official';
const STAFF_ROLES = [
  'hr-officer',
  'exam-officer',
  'proctor',
  'auditor',
  'administrator',
  'expert',
  'appeal-officer',
];

/** The start page, and each role's desk: what is to be done next. */
@ApiExcludeController()
@Controller()
export class DeskPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async home(@Req() request: OpenMeritRequest): Promise<string> {
    const { tx } = this.database;
    return this.pages.html(request, 'desk/web/views/home.njk', {
      competitions: (await publicCompetitions(tx, null, 20))
        .filter((one) => one.isOpenForApplications)
        .slice(0, 4),
      entries: await searchEntries(tx, { types: ['appointment', 'result-list'] }, 4),
    });
  }

  @Get('desk')
  @Access.signedIn()
  @Page()
  async desk(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    if (principal.personId) return this.#candidate(request, principal.personId);
    const { tx } = this.database;
    const scopes = principal.grants
      .filter(({ role }) => STAFF_ROLES.includes(role))
      .map(({ scopeId }) => scopeId);
    const competitions = await competitionsInScopes(tx, scopes);
    const sessions = await sessionsOf(
      tx,
      competitions.map(({ id }) => id),
    );
    const contested = await contestedIn(
      tx,
      competitions.map(({ id }) => id),
    );
    const overdue = await overdueReleases(
      tx,
      sessions.map(({ id }) => id),
    );
    const incidents = await openIncidentsIn(
      tx,
      sessions.map(({ id }) => id),
    );
    return this.pages.html(request, 'desk/web/views/staff.njk', {
      signing: await this.#signing(request, principal),
      competitions: competitions.map((one) => ({
        ...one,
        contested: contested.find(({ competitionId }) => competitionId === one.id),
        sessions: sessions
          .filter(({ competitionId }) => competitionId === one.id)
          .map((session) => ({
            ...session,
            releaseMissed: overdue.includes(session.id),
            incidents: incidents.find(({ sessionId }) => sessionId === session.id),
          })),
      })),
      failedJobs: principal.grants.some(({ role }) => role === 'administrator')
        ? await failedJobCount(tx)
        : 0,
      items: await this.#items(principal),
      commissions: await commissionsOfAccount(tx, principal.accountId),
      decidesOnPosts: hasRole(principal.grants, ['administrator', 'hr-officer'], [PLATFORM_SCOPE_ID]),
    });
  }

  @Get('programmes')
  @Access.anyone()
  @SharedPage()
  async programmes(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, 'desk/web/views/programmes.njk', {
      items: await programmes(this.database.tx),
    });
  }

  @Get('accessibility')
  @Access.anyone()
  @SharedPage()
  accessibility(@Req() request: OpenMeritRequest): string {
    return this.pages.html(request, 'pages/views/accessibility.njk');
  }

  @Get('banks')
  @Access.role(['exam-officer', 'auditor', 'administrator'], 'any')
  @Page()
  async banks(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, 'desk/web/views/banks.njk', {
      items: await bankOverviews(this.database.tx),
    });
  }

  /** What is to be done on items; null for those who neither write nor review any. */
  async #items(principal: Principal): Promise<Record<string, unknown> | null> {
    const { tx } = this.database;
    const holds = (roles: readonly string[]): boolean =>
      principal.grants.some(({ role }) => roles.includes(role));
    if (!holds(WRITES_ITEMS)) return null;
    const reviewing = banksOfGrants(principal.grants, PLATFORM_SCOPE_ID, ['item-reviewer']);
    return {
      drafts: holds(['item-author']) ? await ownDrafts(tx, principal.accountId, DRAFTS) : null,
      waiting: holds(['item-reviewer']) ? await waitingReviews(tx, reviewing, principal.accountId) : null,
    };
  }

  /** What waits for the signature of an appointing official, with where it is signed. */
  async #signing(request: OpenMeritRequest, { grants }: Principal) {
    const { tx } = this.database;
    const scopes = grants.filter(({ role }) => role === SIGNS).map(({ scopeId }) => scopeId);
    if (scopes.length === 0) return [];
    const competitions = await competitionsInScopes(tx, scopes);
    const offers = await offersToSign(
      tx,
      competitions.map(({ id }) => id),
    );
    const direct = await directToSign(tx, await scopesWithin(tx, scopes));
    return [
      ...offers.map(({ competitionId, count }) => ({
        href: `/manage/competitions/${competitionId}/signing`,
        title: local(competitions.find(({ id }) => id === competitionId)?.title, request.language),
        count,
      })),
      ...direct.map(({ agencyId, agencyName, count }) => ({
        href: `/manage/agencies/${agencyId}/appointments`,
        title: local(agencyName, request.language),
        count,
      })),
    ];
  }

  async #candidate(request: OpenMeritRequest, personId: string): Promise<string> {
    const { tx } = this.database;
    const applications = await applicationsOfPerson(tx, personId);
    const sittings = await sittingsOfPerson(tx, personId);
    const found = await Promise.all(
      applications.map(({ competitionId }) => competitionById(tx, competitionId)),
    );
    const competitions = found.filter((one): one is CompetitionView => one !== undefined);
    const sessions = await sessionsOf(
      tx,
      competitions.map(({ id }) => id),
    );
    const offers = await offersToPerson(tx, personId);
    const incidents = await openIncidentsAbout(tx, personId);
    const unsat = await sessionsWithoutSitting(tx, personId);
    const rounds = await Promise.all(
      applications.map(async (application) => {
        const own = sittings.filter((one) => one.competitionId === application.competitionId);
        const here = sessions.filter((one) => one.competitionId === application.competitionId);
        const isStaged = here.some(({ stageId }) => stageId !== null);
        const sat = own.filter(({ state }) => state !== 'void');
        const satStages = sat.map(({ sessionId }) => here.find(({ id }) => id === sessionId)?.stageId);
        const booking = await bookingOf(tx, application.id);
        const entered = await enterable(
          tx,
          here.filter(({ stageId }) => stageId === null || !satStages.includes(stageId)),
          application.id,
        );
        // A void one counts only until there is another; one of a stage before until the next can be entered.
        const last = sat[0] ?? own[0];
        const sitting = isStaged && entered.length > 0 && last?.state === 'closed' ? undefined : last;
        return {
          application,
          form: await formOf(tx, this.keys, { id: application.id }),
          reference: applicationReference(application.id),
          booking,
          hasInterview: (await commissionStagesOf(tx, application.competitionId, application.id)).length > 0,
          hasPlaces: await hasPlaces(tx, application.competitionId, application.id),
          competition: competitions.find(({ id }) => id === application.competitionId),
          sitting,
          isStaged,
          hasSat: sat.length > 0,
          grade: sitting && (await releasedGrade(tx, sitting.id)),
          incidents: incidents.filter(({ sittingId }) => own.some(({ id }) => id === sittingId)),
          unsat: unsat.filter((one) => one.competitionId === application.competitionId),
          offers: offers.filter((one) => one.competitionId === application.competitionId),
          sessions: entered.filter((one) => one.entry === 'applied' || one.id === booking?.sessionId),
        };
      }),
    );
    return this.pages.html(request, 'desk/web/views/candidate.njk', { rounds });
  }
}

/** Sessions that are to come or under way, and that this candidate may enter: one that replaces another is for few. */
async function enterable(
  tx: Tx,
  sessions: readonly SessionView[],
  applicationId: string,
): Promise<SessionView[]> {
  const own = await Promise.all(
    sessions.map(async (one) => {
      if (one.state !== 'scheduled' && one.state !== 'open') return [];
      if (!(await isInStage(tx, one.stageId, applicationId))) return [];
      return !one.replacesId || (await isEntitled(tx, one.id, applicationId)) ? [one] : [];
    }),
  );
  return own.flat();
}
