import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { applicationOf, competitionById } from '../../competition/index.js';
import { formSize, numberOfHolder, programmeById } from '../../form/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  RefusalError,
  TRANSLATOR,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Translator,
  seeOther,
} from '../../platform/index.js';
import { bookingOf, sessionById } from '../../session/index.js';
import { roomOf } from '../store/room-store.js';
import { sittingById, sittingOf, type SittingView } from '../store/sitting-store.js';
import { StartSitting } from '../use-cases/start-sitting.js';

/** The exam day by pages: the way in, the player, the receipt; the room for proctors. */
@ApiExcludeController()
@Controller()
export class SittingsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly startSitting: StartSitting,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get('sessions/:sessionId')
  @Access.candidate()
  @Page()
  async enter(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const session = isUuid(sessionId) ? await sessionById(tx, sessionId) : undefined;
    const competition = session && (await competitionById(tx, session.competitionId));
    const programme = competition && (await programmeById(tx, competition.programmeId));
    const personId = principal.personId ?? '';
    const application = competition && (await applicationOf(tx, competition.id, personId));
    if (!session || !programme || !application) {
      throw new RefusalError({
        code: 'SITTING.NO_SESSION',
        kind: 'not-found',
        detail: 'There is no such session.',
      });
    }
    return this.pages.html(request, 'sitting/web/views/enter.njk', {
      session,
      competition,
      programme: programme.body,
      items: formSize(programme.body),
      place: session.entry === 'booked' ? await bookingOf(tx, application.id) : undefined,
      sitting: await sittingOf(tx, sessionId, personId),
      number: session.drawId ? (await numberOfHolder(tx, session.drawId, application.id))?.number : undefined,
    });
  }

  @Post('sessions/:sessionId/start')
  @Access.candidate()
  @Page()
  async start(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(sessionId)) throw notFound();
    const { sittingId } = orThrow(await this.startSitting.run(principal, sessionId));
    return seeOther(reply, `/sittings/${sittingId}`);
  }

  @Get('sittings/:sittingId')
  @Access.candidate()
  @Page()
  async player(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const sitting = await this.#own(principal, sittingId);
    if (sitting.state !== 'open') {
      return seeOther(reply, `/sittings/${sittingId}/receipt`);
    }
    const setup = {
      sittingId,
      csrfToken: reply.generateCsrf(),
      language: request.language,
      directions: Object.fromEntries(this.translator.languages.map(({ code, dir }) => [code, dir])),
      words: Object.fromEntries(
        this.translator.languages.map(({ code }) => [code, this.translator.bundle(code, 'player')]),
      ),
    };
    return this.pages.html(request, 'sitting/web/views/player.njk', {
      // A data block: no script runs from it, and no text can end it early.
      setup: JSON.stringify(setup).replaceAll('<', '\\u003c'),
    });
  }

  @Get('sessions/:sessionId/room')
  @Access.role(['proctor', 'exam-officer', 'auditor'], 'sessionId')
  @Page()
  async room(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    const { tx } = this.database;
    const session = await sessionById(tx, sessionId);
    if (!session) throw notFound();
    return this.pages.html(request, 'sitting/web/views/room.njk', {
      session,
      competition: await competitionById(tx, session.competitionId),
      room: await roomOf(tx, sessionId),
    });
  }

  async #own(principal: Principal, sittingId: string): Promise<SittingView> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (!sitting || sitting.personId !== principal.personId) throw notFound();
    return sitting;
  }
}

const notFound = () =>
  new RefusalError({
    code: 'SITTING.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such sitting of yours.',
  });
