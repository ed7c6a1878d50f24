import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { contributionsOf, drawBundle, drawFacts, drawsOf, offersOf, SealForms } from '../../form/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionById } from '../store/session-store.js';
import { SessionDraw } from '../use-cases/session-draw.js';
import { DrawBundleDto, DrawListDto, MORE_DRAW_SCHEMAS } from './dto/draw-bundle.dto.js';
import {
  CancellationDto,
  CancelledDto,
  CommitmentDto,
  CommittedDto,
  ContributionListDto,
  MadeDto,
  OfferDto,
  OfferedDto,
  ReceivedDto,
  SealingDto,
  ShareDto,
  SpareNumbersDto,
  SparesAddedDto,
  WithdrawnDto,
} from './dto/draw.dto.js';
import { knownSession } from './known-session.js';

const decompress = promisify(gunzip);

/** The draw of a session: who contributes to its seed, its steps, and what is published of it. */
@ApiTags('draw')
@ApiExtraModels(...MORE_DRAW_SCHEMAS)
@Controller('api/v1/sessions/:sessionId')
export class DrawController {
  constructor(
    private readonly database: Database,
    private readonly sessionDraw: SessionDraw,
    private readonly sealForms: SealForms,
  ) {}

  @Get('draws')
  @Access.anyone()
  @ApiOperation({ summary: 'What was stated of a session’s draws' })
  @ApiOkResponse({ type: DrawListDto })
  async list(@Param('sessionId') sessionId: string): Promise<DrawListDto> {
    const { tx } = this.database;
    const draws = isUuid(sessionId) ? await drawsOf(tx, sessionId) : [];
    return {
      items: await Promise.all(
        draws.map(async ({ id, number, algorithm, state }) => ({
          id,
          number,
          algorithm,
          state,
          facts: await drawFacts(tx, id),
        })),
      ),
    };
  }

  @Get('draw-bundle')
  @Access.anyone()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'Everything needed to draw again',
    description:
      '409 DRAW.NOT_REVEALED until the session is closed. Save it, and check it with `openmerit verify draw FILE`.',
  })
  @ApiOkResponse({ type: DrawBundleDto })
  async bundle(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
  ): Promise<Buffer> {
    const { tx } = this.database;
    const session = await knownSession(tx, sessionId);
    const bundle = session.drawId ? await drawBundle(tx, session.drawId) : undefined;
    if (!bundle) {
      throw new RefusalError({
        code: 'DRAW.NOT_REVEALED',
        kind: 'conflict',
        detail: 'The draw is revealed when the session is closed.',
      });
    }
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding');
    // Tens of megabytes after a large session: whoever can unpack them does it.
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return decompress(bundle);
    void reply.header('content-encoding', 'gzip');
    return bundle;
  }

  @Get('draw/contributions')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Who contributes to the seed',
    description: 'What is offered before the commitment, and who has handed over after it.',
  })
  @ApiOkResponse({ type: ContributionListDto })
  async contributions(@Param('sessionId') sessionId: string): Promise<ContributionListDto> {
    const { tx } = this.database;
    const session = await sessionById(tx, sessionId);
    const all = session?.drawId ? await contributionsOf(tx, session.drawId) : await offersOf(tx, sessionId);
    return {
      items: all.map(({ accountId: _account, isBeaconDue: _due, drawId: _draw, ...one }) => one),
    };
  }

  @Post('draw/offers')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Offer a share of the seed',
    description: 'Its commitment, before the draw is committed. An auditor offers as an observer.',
  })
  @ApiCreatedResponse({ type: OfferedDto })
  async offer(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: OfferDto,
  ): Promise<OfferedDto> {
    return orThrow(await this.sessionDraw.offer(principal, sessionId, body));
  }

  @Post('draw/offers/:contributionId/withdrawal')
  @HttpCode(200)
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'Take an offer back', description: 'Before the draw is committed.' })
  @ApiOkResponse({ type: WithdrawnDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contributionId') contributionId: string,
  ): Promise<WithdrawnDto> {
    return orThrow(await this.sessionDraw.withdraw(principal, sessionId, known(contributionId)));
  }

  @Post('draw/commitment')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Commit to the draw',
    description:
      'In public: items, candidate numbers, algorithm, and the commitments of all who offered a share.',
  })
  @ApiCreatedResponse({ type: CommittedDto })
  async commit(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CommitmentDto,
  ): Promise<CommittedDto> {
    return orThrow(await this.sessionDraw.commit(principal, sessionId, body));
  }

  @Post('draw/shares/:contributionId')
  @HttpCode(200)
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Hand over a share',
    description:
      'Your own; for an outsider or a beacon an exam officer does it. It must open its commitment.',
  })
  @ApiOkResponse({ type: ReceivedDto })
  async handOver(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contributionId') contributionId: string,
    @Body() body: ShareDto,
  ): Promise<ReceivedDto> {
    return orThrow(await this.sessionDraw.handOver(principal, sessionId, known(contributionId), body.share));
  }

  @Post('draw/making')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({ summary: 'Make the draw', description: 'Once every share is there.' })
  @ApiOkResponse({ type: MadeDto })
  async make(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<MadeDto> {
    return orThrow(await this.sessionDraw.make(principal, sessionId));
  }

  @Get('draw/sealing')
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'How far the sealing of the forms is',
    description:
      'After the draw each candidate number’s form is encrypted; the session can open once the roster’s are.',
  })
  @ApiOkResponse({ type: SealingDto })
  async sealing(@Param('sessionId') sessionId: string): Promise<SealingDto> {
    const session = await sessionById(this.database.tx, sessionId);
    if (!session?.drawId) {
      throw new RefusalError({
        code: 'DRAW.NO_DRAW',
        kind: 'not-found',
        detail: 'This session has no draw.',
      });
    }
    return this.sealForms.progress(session.drawId);
  }

  @Post('draw/cancellation')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Cancel the draw',
    description:
      'Before the session opens, with your name and a reason. Another one may be committed to then.',
  })
  @ApiOkResponse({ type: CancelledDto })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CancellationDto,
  ): Promise<CancelledDto> {
    return orThrow(await this.sessionDraw.cancel(principal, sessionId, body.reason));
  }

  @Post('draw/spare-numbers')
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Add spare candidate numbers',
    description: 'For more late candidates than were thought of. The seed makes them.',
  })
  @ApiCreatedResponse({ type: SparesAddedDto })
  async addSpares(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: SpareNumbersDto,
  ): Promise<SparesAddedDto> {
    return orThrow(await this.sessionDraw.addSpares(principal, sessionId, body.count));
  }
}

function known(contributionId: string): string {
  if (isUuid(contributionId)) return contributionId;
  throw new RefusalError({
    code: 'DRAW.NO_CONTRIBUTION',
    kind: 'not-found',
    detail: 'This draw has no such contributor.',
  });
}
