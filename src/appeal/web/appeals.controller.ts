import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  accountsOf,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { partsOf, type Part } from '../domain/took-part.js';
import { appealById, appealsIn, type AppealView } from '../store/appeal-store.js';
import { participantsOf, recordOf, type SittingRecord } from '../store/record-store.js';
import { DecideAppeal } from '../use-cases/decide-appeal.js';
import { noAppeal } from '../use-cases/make-appeal.js';
import { DecideAppealDto, StaffAppealDetailDto, StaffAppealListDto } from './dto/appeal.dto.js';
import { AppealStateDto } from './dto/review.dto.js';
import { ownAppeal } from './review.controller.js';

export const APPEAL_READERS = ['appeal-officer', 'auditor'];

/** Appeals of a session, for those who decide them. */
@ApiTags('appeal')
@Controller('api/v1/sessions/:sessionId/appeals')
export class AppealsController {
  constructor(
    private readonly database: Database,
    private readonly decideAppeal: DecideAppeal,
  ) {}

  @Get()
  @Access.role(APPEAL_READERS, 'sessionId')
  @ApiOperation({ summary: 'Appeals of a session', description: 'Whose clock runs out first stands first.' })
  @ApiOkResponse({ type: StaffAppealListDto })
  async list(@Param('sessionId') sessionId: string): Promise<StaffAppealListDto> {
    return { items: (await appealsIn(this.database.tx, [sessionId])).map(shownAppeal) };
  }

  @Get(':appealId')
  @Access.role(APPEAL_READERS, 'sessionId')
  @ApiOperation({ summary: 'One of them, with the record of its sitting', description: 'No answers.' })
  @ApiOkResponse({ type: StaffAppealDetailDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
  ): Promise<StaffAppealDetailDto> {
    const { appeal, record, ownParts } = await knownAppeal(this.database.tx, principal, sessionId, appealId);
    return { ...shownAppeal(appeal), record, ownParts: [...ownParts] };
  }

  @Post(':appealId/taking')
  @HttpCode(200)
  @Access.role(['appeal-officer'], 'sessionId')
  @ApiOperation({ summary: 'Take an appeal up, by your name', description: 'Refused to whoever took part.' })
  @ApiOkResponse({ type: AppealStateDto })
  async take(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
  ): Promise<AppealStateDto> {
    return orThrow(
      isUuid(appealId) ? await this.decideAppeal.take(principal, sessionId, appealId) : noAppeal(),
    );
  }

  @Post(':appealId/decision')
  @HttpCode(200)
  @Access.role(['appeal-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Decide an appeal, by your name',
    description: 'How it ended is published, without who made it; the reasons are for the candidate.',
  })
  @ApiOkResponse({ type: AppealStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('appealId') appealId: string,
    @Body() body: DecideAppealDto,
  ): Promise<AppealStateDto> {
    return orThrow(
      isUuid(appealId) ? await this.decideAppeal.decide(principal, sessionId, appealId, body) : noAppeal(),
    );
  }
}

/** An appeal with its sitting's record, and how whoever looks took part. @throws RefusalError APPEAL.NO_APPEAL. */
export async function knownAppeal(
  tx: Tx,
  principal: Principal,
  sessionId: string,
  appealId: string,
): Promise<{
  readonly appeal: AppealView;
  readonly record: SittingRecord;
  readonly ownParts: readonly Part[];
}> {
  const appeal = isUuid(appealId) ? await appealById(tx, appealId) : undefined;
  if (appeal?.sessionId !== sessionId) throw new RefusalError(noAppeal().refusal);
  return {
    appeal,
    record: await recordOf(tx, appeal.sittingId),
    ownParts: partsOf(await participantsOf(tx, appeal.sittingId), accountsOf(principal)),
  };
}

const shownAppeal = (appeal: AppealView) => ({
  ...ownAppeal(appeal),
  sessionId: appeal.sessionId,
  candidateNumber: appeal.candidateNumber,
  takenOfficial: appeal.takenOfficial,
});
