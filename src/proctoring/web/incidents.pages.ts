import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  PageQueryDto,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { sittingById } from '../../sitting/index.js';
import { nextStep } from '../domain/incident-state.js';
import { heldSittings } from '../store/held-sittings.js';
import { factsOf, type IncidentView } from '../store/incident-store.js';
import { signalsOf } from '../store/signal-store.js';
import { snapshotsOf } from '../store/snapshot-store.js';
import { type Evidence } from '../use-cases/add-evidence.js';
import { OpenIncident } from '../use-cases/open-incident.js';
import { EvidenceFormDto, IncidentQueryDto, OpenIncidentFormDto } from './dto/incident-form.dto.js';
import { incidentPage } from './incident-page.js';
import { OPENS_INCIDENTS, READS_INCIDENTS } from './incidents.controller.js';

/** As many as somebody looks through; an older one is named by the API. */
const NEWEST = 60;

const LIST = 'proctoring/web/views/incidents.njk';
const OPEN = 'proctoring/web/views/open-incident.njk';

/** The incidents of a session for officials, and the form that opens one. */
@ApiExcludeController()
@Controller('sessions/:sessionId')
export class IncidentsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly openIncident: OpenIncident,
  ) {}

  @Get('incidents')
  @Access.role(READS_INCIDENTS, 'sessionId')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: PageQueryDto,
  ): Promise<string> {
    const { tx } = this.database;
    const model = await sessionInCompetition(tx, sessionId);
    const { items: incidents, nextCursor } = await incidentPage(tx, sessionId, query);
    const next = (one: IncidentView) => nextStep(factsOf(one, []));
    return this.pages.html(request, LIST, {
      ...model,
      incidents: incidents.map((one) => ({ ...one, next: next(one) })),
      nextCursor,
      cursor: query.cursor,
      held: (await heldSittings(tx, sessionId)).length,
      seesRoom: hasRole(
        principal.grants,
        ['proctor', 'exam-officer', 'auditor'],
        await scopeChain(tx, sessionId),
      ),
    });
  }

  @Get('sittings/:sittingId/incidents/new')
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @Page()
  async ask(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Query() { signals, snapshots }: IncidentQueryDto,
  ): Promise<string> {
    const model = await this.#sitting(sessionId, sittingId);
    const ticked = { signals: words(signals ?? ''), snapshots: words(snapshots ?? '') };
    return this.pages.html(request, OPEN, { ...model, values: ticked });
  }

  @Post('sittings/:sittingId/incidents')
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @Page()
  async open(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: OpenIncidentFormDto,
  ): Promise<string> {
    const { kind, what } = body;
    const evidence = typedEvidence(body);
    const result: Result<{ incidentId: string }> =
      kind === ''
        ? refuseFields({ kind: 'INCIDENT.SAY_KIND' })
        : evidence.ok
          ? await this.openIncident.run(principal, sessionId, sittingId, { kind, what, ...evidence.value })
          : evidence;
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/incidents/${result.value.incidentId}`);
    const model = await this.#sitting(sessionId, sittingId);
    return this.pages.refused(request, reply, OPEN, { ...model, values: body }, result.refusal);
  }

  async #sitting(sessionId: string, sittingId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const model = await sessionInCompetition(tx, sessionId);
    const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
    if (sitting?.sessionId !== sessionId)
      throw new RefusalError({
        code: 'INCIDENT.NO_SITTING',
        kind: 'not-found',
        detail: 'There is no such sitting in this session.',
      });
    return { ...model, sitting, choices: await evidenceChoices(tx, sittingId) };
  }
}

/** What there is of a sitting that an incident can rest on. */
export async function evidenceChoices(tx: Tx, sittingId: string) {
  return {
    sittingId,
    signals: (await signalsOf(tx, sittingId)).slice(-NEWEST),
    snapshots: (await snapshotsOf(tx, sittingId))
      .filter(({ removedAt }) => removedAt === null)
      .slice(-NEWEST),
  };
}

/** What was ticked. Refusal: INCIDENT.NO_SIGNAL. */
export function typedEvidence({ signals, snapshots, note }: EvidenceFormDto): Result<Evidence> {
  if (!signals.every((one) => /^\d{1,9}$/.test(one)))
    return refuse('invalid', 'INCIDENT.NO_SIGNAL', 'That is no number of a signal.', {
      fields: { signals: 'INCIDENT.NO_SIGNAL' },
    });
  return ok({ signals: signals.map(Number), snapshots, note });
}

/** As a link names them. */
const words = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '');
