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
import { casesOf, type CaseView } from '../store/case-store.js';
import { caseModel, previewOf, type CaseModel } from '../use-cases/case-model.js';
import { ConfirmChange } from '../use-cases/confirm-change.js';
import { LookAtForeseen } from '../use-cases/look-at-foreseen.js';
import { noCase, RuleOnChallenge } from '../use-cases/rule-on-challenge.js';
import {
  CaseDetailDto,
  CaseListDto,
  CaseStateDto,
  ConfirmDto,
  PreviewDto,
  ReturnDto,
  RuleDto,
  type ChallengeCaseDto,
} from './dto/case.dto.js';

export const CASE_READERS = ['expert', 'exam-officer', 'auditor'];

/** Challenged items of a competition: experts decide, an exam officer confirms. */
@ApiTags('appeal')
@Controller('api/v1/competitions/:competitionId/challenges')
export class CasesController {
  constructor(
    private readonly database: Database,
    private readonly ruleOnChallenge: RuleOnChallenge,
    private readonly confirmChange: ConfirmChange,
    private readonly look: LookAtForeseen,
  ) {}

  @Get()
  @Access.role(CASE_READERS, 'competitionId')
  @ApiOperation({ summary: 'Challenged items', description: 'Whose clock runs out first stands first.' })
  @ApiOkResponse({ type: CaseListDto })
  async list(@Param('competitionId') competitionId: string): Promise<CaseListDto> {
    return { items: (await casesOf(this.database.tx, [competitionId])).map(shownCase) };
  }

  @Get(':caseId')
  @Access.role(CASE_READERS, 'competitionId')
  @ApiOperation({
    summary: 'One of them, with the reasons and what a proposed change would do',
    description:
      'Neither the question nor its answer key: these are on the page. What a proposed change would do is worked out by a worker: until `preview.state` is done, `foreseen` is null. Where the change would do something else by now, it is worked out again.',
  })
  @ApiOkResponse({ type: CaseDetailDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
  ): Promise<CaseDetailDto> {
    const { found, challenges, rulings, preview, foreseen, foreseenHash } = await knownCase(
      this.look,
      this.database,
      competitionId,
      caseId,
    );
    return {
      ...shownCase(found),
      reasons: challenges.map(({ reasons, source, madeAt }) => ({ reasons, source, madeAt })),
      rulings: rulings.map(({ kind, reason, official, at }) => ({ kind, reason, official, at })),
      preview,
      foreseen,
      foreseenHash,
    };
  }

  @Get(':caseId/preview')
  @Access.role(CASE_READERS, 'competitionId')
  @ApiOperation({ summary: 'How far it is worked out what a proposed change would do' })
  @ApiOkResponse({ type: PreviewDto })
  async preview(
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
  ): Promise<PreviewDto> {
    return (await knownCase(this.look, this.database, competitionId, caseId)).preview;
  }

  @Post(':caseId/preview')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Work out again what a proposed change would do, where that failed',
    description: 'What is under way or done stays as it is.',
  })
  @ApiOkResponse({ type: PreviewDto })
  async foresee(
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
  ): Promise<PreviewDto> {
    return previewOf(orThrow(isUuid(caseId) ? await this.look.again(competitionId, caseId) : noCase()));
  }

  @Post(':caseId/ruling')
  @HttpCode(200)
  @Access.role(['expert'], 'competitionId')
  @ApiOperation({
    summary: 'Decide on the challenges, by your name',
    description: 'Reject them, or propose that the item is annulled or keyed otherwise.',
  })
  @ApiOkResponse({ type: CaseStateDto })
  async rule(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: RuleDto,
  ): Promise<CaseStateDto> {
    return orThrow(
      isUuid(caseId) ? await this.ruleOnChallenge.run(principal, competitionId, caseId, body) : noCase(),
    );
  }

  @Post(':caseId/confirmation')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Confirm what an expert proposed, by your name',
    description: 'Everybody who had the item is graded again; the result lists are published again.',
  })
  @ApiOkResponse({ type: CaseStateDto })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: ConfirmDto,
  ): Promise<CaseStateDto> {
    return orThrow(
      isUuid(caseId)
        ? await this.confirmChange.run(principal, competitionId, caseId, body.foreseenHash)
        : noCase(),
    );
  }

  @Post(':caseId/return')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({ summary: 'Give a proposal back to the experts, with a reason' })
  @ApiOkResponse({ type: CaseStateDto })
  async giveBack(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: ReturnDto,
  ): Promise<CaseStateDto> {
    return orThrow(
      isUuid(caseId)
        ? await this.confirmChange.giveBack(principal, competitionId, caseId, body.reason)
        : noCase(),
    );
  }
}

/** @throws RefusalError APPEAL.NO_CASE. */
export async function knownCase(
  look: LookAtForeseen,
  database: Database,
  competitionId: string,
  caseId: string,
): Promise<CaseModel> {
  const model = isUuid(caseId)
    ? await database.transaction((tx) => caseModel(look, tx, competitionId, caseId))
    : undefined;
  if (!model) throw new RefusalError(noCase().refusal);
  return model;
}

const shownCase = ({
  competitionId: _competition,
  itemVersionId: _version,
  ...one
}: CaseView): ChallengeCaseDto => one;
