import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { newId, type Result, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { LONGEST_MESSAGE, messageText } from '../domain/message-text.js';
import { messagesOfSession } from '../store/message-store.js';
import { SendMessage } from '../use-cases/send-message.js';
import { MessageFormDto, MessageQueryDto } from './dto/message.dto.js';
import { STOPS_CLOCKS } from './time.controller.js';

const VIEW = 'sitting/web/views/messages.njk';

/** Messages to the candidates of a session: what was written and who has read it, and the form for another. */
@ApiExcludeController()
@Controller('sessions/:sessionId/messages')
export class MessagesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly sendMessage: SendMessage,
  ) {}

  @Get()
  @Access.role([...STOPS_CLOCKS, 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: MessageQueryDto,
  ): Promise<string> {
    const values = query.number ? { whom: 'one', candidateNumber: query.number } : {};
    return this.pages.html(request, VIEW, { ...(await this.#model(principal, sessionId)), values });
  }

  @Post()
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @Page()
  async send(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: MessageFormDto,
  ): Promise<string> {
    const faults = faultsOf(body);
    const candidateNumber = body.whom === 'one' ? numberIn(body) : undefined;
    const result: Result<unknown> =
      Object.keys(faults).length > 0
        ? refuseFields(faults)
        : await this.sendMessage.run(principal, sessionId, {
            text: body.text,
            candidateNumber,
            actId: body.actId,
          });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/messages`);
    const model = { ...(await this.#model(principal, sessionId)), values: body };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    return {
      session,
      competition,
      actId: newId(),
      longest: LONGEST_MESSAGE,
      messages: await messagesOfSession(tx, sessionId),
      canWrite: session.state === 'open' && hasRole(principal.grants, STOPS_CLOCKS, chain),
    };
  }
}

const numberIn = (body: MessageFormDto): string => (body.candidateNumber ?? '').trim().toUpperCase();

function faultsOf(body: MessageFormDto): Record<string, string> {
  return {
    ...(body.whom === '' && { whom: 'SITTING.SAY_WHOM' }),
    ...(body.whom === 'one' && numberIn(body) === '' && { candidateNumber: 'SITTING.SAY_NUMBER' }),
    ...(!messageText(body.text).ok && { text: 'SITTING.SAY_MESSAGE' }),
  };
}
