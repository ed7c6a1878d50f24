import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  TRANSLATOR,
  type OpenMeritRequest,
  type Principal,
  type Translator,
  dataBlock,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { roomsOfSession } from '../../sitting/index.js';
import { ACTS, WATCHES } from './boards.controller.js';

/** The board of a session, for proctors: everybody at a glance, who needs a look first, and what can be done. */
@ApiExcludeController()
@Controller('sessions/:sessionId/board')
export class BoardPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.role(WATCHES, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    const isOver = session.state === 'closed' || session.state === 'void';
    const canAct = !isOver && hasRole(principal.grants, ACTS, chain);
    const canExtend = !isOver && hasRole(principal.grants, ['exam-officer'], chain);
    const { language } = request;
    const setup = {
      sessionId,
      accountId: principal.accountId,
      csrfToken: request.csrfToken(),
      language,
      canAct,
      canExtend,
      words: {
        ...(this.translator.bundle(language, 'board')['words'] as object),
        kind: this.translator.bundle(language, 'watch')['signal'],
      },
    };
    return this.pages.html(request, 'proctoring/web/views/board.njk', {
      session,
      competition,
      rooms: await roomsOfSession(tx, sessionId),
      watched: session.watchVersion !== null,
      canAct,
      canExtend,
      setup: dataBlock(setup),
    });
  }
}
