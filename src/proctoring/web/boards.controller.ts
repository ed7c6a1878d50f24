import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { knownSession } from '../../session/index.js';
import { sittingById } from '../../sitting/index.js';
import { signalsOf } from '../store/signal-store.js';
import { BoardOfSession } from '../use-cases/board-of-session.js';
import { LiveBoards } from '../use-cases/live-boards.js';
import { noSitting, TakeInHand } from '../use-cases/take-in-hand.js';
import { boardStream } from './board-stream.js';
import { BoardDto, HandDto, SeenDto, SeenWishDto, SignalListDto, TakeInHandDto } from './dto/board.dto.js';

export const WATCHES = ['proctor', 'exam-officer', 'auditor'];
export const ACTS = ['proctor', 'exam-officer'];

/** Whoever watches is asked for their right again after so long: the stream ends, and the browser comes back. */
const LONGEST = 300_000;

/** The board of a session: how every candidate stands, as it changes; and what proctors do on it. */
@ApiTags('proctoring')
@Controller('api/v1/sessions/:sessionId')
export class BoardsController {
  constructor(
    private readonly database: Database,
    private readonly boards: LiveBoards,
    private readonly takeInHand: TakeInHand,
  ) {}

  @Get('board')
  @Access.role(WATCHES, 'sessionId')
  @ApiOperation({
    summary: 'How every candidate stands, who needs a look first',
    description: 'Candidate numbers; no name, no answer.',
  })
  @ApiOkResponse({ type: BoardDto })
  async board(@Param('sessionId') sessionId: string): Promise<BoardDto> {
    const { tx } = this.database;
    await knownSession(tx, sessionId);
    const items = await new BoardOfSession(sessionId).look(tx);
    return {
      items: items.map((row) => ({ ...row, lasting: [...row.lasting], unseen: [...row.unseen] })),
    };
  }

  @Get('board/live')
  @Access.role(WATCHES, 'sessionId')
  @ApiOperation({
    summary: 'The same, as it changes',
    description:
      'Server-sent events named `board`: `whole` with every row at first, then the rows that differ and the names of those that are gone. An event `beat` each ten seconds says that the line stands. It ends after five minutes: connect again, and everything comes once more.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'A stream.', schema: { type: 'string' } })
  async live(
    @Res() reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<void> {
    await knownSession(this.database.tx, sessionId);
    if (!this.boards.hasRoomFor(principal.accountId)) throw new RefusalError(FULL);
    const stream = boardStream(reply, principal);
    const stop = this.boards.watch(sessionId, stream);
    const over = setTimeout(() => {
      stop();
      stream.end();
    }, LONGEST);
    stream.onClose(() => {
      clearTimeout(over);
      stop();
    });
  }

  @Get('sittings/:sittingId/signals')
  @Access.role(WATCHES, 'sessionId')
  @ApiOperation({ summary: 'What happened on the devices of one sitting, the first first' })
  @ApiOkResponse({ type: SignalListDto })
  async signals(
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<SignalListDto> {
    const { tx } = this.database;
    const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
    if (sitting?.sessionId !== sessionId) throw new RefusalError(noSitting().refusal);
    return { items: await signalsOf(tx, sittingId) };
  }

  @Post('sittings/:sittingId/hand')
  @HttpCode(200)
  @Access.role(ACTS, 'sessionId')
  @ApiOperation({
    summary: 'Take a candidate in hand, by your name',
    description: 'Colleagues see it and leave them to you. It gives no right and takes none.',
  })
  @ApiOkResponse({ type: HandDto })
  async take(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() { from }: TakeInHandDto,
  ): Promise<HandDto> {
    return orThrow(await this.takeInHand.take(principal, sessionId, known(sittingId), from));
  }

  @Post('sittings/:sittingId/hand/release')
  @HttpCode(200)
  @Access.role(ACTS, 'sessionId')
  @ApiOperation({ summary: 'Let go of a candidate whom you had in hand' })
  @ApiOkResponse({ type: HandDto })
  async letGo(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<HandDto> {
    return orThrow(await this.takeInHand.letGo(principal, sessionId, known(sittingId)));
  }

  @Post('sittings/:sittingId/seen')
  @HttpCode(200)
  @Access.role(ACTS, 'sessionId')
  @ApiOperation({
    summary: 'Say that you have looked at the signals so far',
    description: 'For all proctors of the session. What comes later stays to be looked at.',
  })
  @ApiOkResponse({ type: SeenDto })
  async seen(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() { upTo }: SeenWishDto,
  ): Promise<SeenDto> {
    return orThrow(await this.takeInHand.seen(principal, sessionId, known(sittingId), upTo));
  }
}

function known(sittingId: string): string {
  if (!isUuid(sittingId)) throw new RefusalError(noSitting().refusal);
  return sittingId;
}

const FULL = {
  code: 'WATCH.BOARD_FULL',
  kind: 'unavailable',
  detail: 'No more boards can be shown through this process. Try again in a moment.',
  retryAfter: 10,
} as const;
