import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { endingOf } from '../store/ending-store.js';
import { sittingById } from '../store/sitting-store.js';
import { EndSitting } from '../use-cases/end-sitting.js';
import type { Receipt } from '../use-cases/issue-receipts.js';
import { EndSittingDto, SittingEndingDto } from './dto/ending.dto.js';
import { ReceiptDto } from './dto/sitting.dto.js';
import { STOPS_CLOCKS } from './time.controller.js';

/** Sittings that an official ends before their time. */
@ApiTags('sitting')
@Controller('api/v1')
export class EndingsController {
  constructor(
    private readonly database: Database,
    private readonly endSitting: EndSitting,
  ) {}

  @Post('sessions/:sessionId/sittings/:sittingId/end')
  @HttpCode(200)
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @ApiOperation({
    summary: 'End one candidate’s exam, by your name',
    description:
      'What was saved is handed in and graded as ever. It cannot be undone. Gives the receipt that the candidate has.',
  })
  @ApiOkResponse({ type: ReceiptDto })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
    @Body() body: EndSittingDto,
  ): Promise<Receipt> {
    if (!isUuid(sittingId)) throw new RefusalError(NO_SITTING);
    return orThrow(await this.endSitting.run(principal, sessionId, sittingId, body.reason));
  }

  @Get('sessions/:sessionId/sittings/:sittingId/end')
  @Access.role([...STOPS_CLOCKS, 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'Who ended an exam, and why', description: '404 where nobody did.' })
  @ApiOkResponse({ type: SittingEndingDto })
  async ending(
    @Param('sessionId') sessionId: string,
    @Param('sittingId') sittingId: string,
  ): Promise<SittingEndingDto> {
    return this.#ending(sittingId, (sitting) => sitting.sessionId === sessionId);
  }

  @Get('sittings/:sittingId/ending')
  @Access.candidate()
  @ApiOperation({ summary: 'Who ended your exam, and why', description: '404 where no official did.' })
  @ApiOkResponse({ type: SittingEndingDto })
  async ownEnding(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<SittingEndingDto> {
    return this.#ending(sittingId, (sitting) => sitting.personId === principal.personId);
  }

  async #ending(
    sittingId: string,
    may: (sitting: { readonly sessionId: string; readonly personId: string }) => boolean,
  ): Promise<SittingEndingDto> {
    const { tx } = this.database;
    const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
    const ending = sitting && may(sitting) ? await endingOf(tx, sittingId) : undefined;
    if (!ending) throw notFound();
    return ending;
  }
}

const notFound = () =>
  new RefusalError({
    code: 'SITTING.NOT_ENDED',
    kind: 'not-found',
    detail: 'No official has ended such a sitting.',
  });

const NO_SITTING = {
  code: 'SITTING.NOT_FOUND',
  kind: 'not-found',
  detail: 'There is no such sitting in this session.',
} as const;
