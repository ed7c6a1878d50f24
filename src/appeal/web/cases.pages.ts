import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { isUuid, refuseFields, type Json, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { shiftBins } from '../domain/foreseen.js';
import { choiceKey } from '../domain/new-key.js';
import { casesOf, makersOf, type CaseView } from '../store/case-store.js';
import { ConfirmChange } from '../use-cases/confirm-change.js';
import { itemForExpert } from '../use-cases/item-for-expert.js';
import { LookAtForeseen } from '../use-cases/look-at-foreseen.js';
import { noCase, RuleOnChallenge } from '../use-cases/rule-on-challenge.js';
import { CASE_READERS, knownCase } from './cases.controller.js';
import { ConfirmFormDto, GiveBackFormDto, RulingFormDto } from './dto/forms.dto.js';

const LIST = 'appeal/web/views/cases.njk';
const CASE = 'appeal/web/views/case.njk';

/** Challenged items of a competition: the reasons for the experts, and for the officer what a change would do. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/challenges')
export class CasesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly ruleOnChallenge: RuleOnChallenge,
    private readonly confirmChange: ConfirmChange,
    private readonly look: LookAtForeseen,
  ) {}

  @Get()
  @Access.role(CASE_READERS, 'competitionId')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    return this.pages.html(request, LIST, {
      competition: await competitionById(tx, competitionId),
      competitionId,
      cases: await casesOf(tx, [competitionId]),
    });
  }

  @Get(':caseId')
  @Access.role(CASE_READERS, 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
  ): Promise<string> {
    return this.pages.html(request, CASE, await this.#model(request, principal, competitionId, caseId));
  }

  @Post(':caseId/ruling')
  @Access.role(['expert'], 'competitionId')
  @Page()
  async rule(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: RulingFormDto,
  ): Promise<string> {
    const model = await this.#model(request, principal, competitionId, caseId);
    const { kind, reason, challenges } = body;
    const answerKey = kind === 'rekey' ? typedKey(body, model.item) : undefined;
    const faults = {
      ...(kind === '' && { kind: 'APPEAL.SAY_KIND' }),
      ...(kind === 'rekey' &&
        answerKey === undefined && { [model.item?.isChoice ? 'right' : 'answerKey']: 'APPEAL.KEY' }),
      ...(reason.trim() === '' && { reason: 'APPEAL.SAY_WHY' }),
    };
    const result: Result<unknown> =
      Object.keys(faults).length > 0 || kind === ''
        ? refuseFields(faults)
        : await this.ruleOnChallenge.run(principal, competitionId, caseId, {
            kind,
            reason,
            challenges: Number(challenges),
            ...(answerKey !== undefined && { answerKey }),
          });
    return this.#done(request, reply, principal, model.found, result, body);
  }

  @Post(':caseId/confirmation')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async confirm(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: ConfirmFormDto,
  ): Promise<string> {
    const result = isUuid(caseId)
      ? await this.confirmChange.run(principal, competitionId, caseId, body.foreseenHash)
      : noCase();
    return this.#done(request, reply, principal, { competitionId, id: caseId }, result, body);
  }

  @Post(':caseId/preview')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async foresee(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: FormDto,
  ): Promise<string> {
    const result = isUuid(caseId) ? await this.look.again(competitionId, caseId) : noCase();
    return this.#done(request, reply, principal, { competitionId, id: caseId }, result, body);
  }

  @Post(':caseId/return')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async giveBack(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('caseId') caseId: string,
    @Body() body: GiveBackFormDto,
  ): Promise<string> {
    const result = isUuid(caseId)
      ? await this.confirmChange.giveBack(principal, competitionId, caseId, body.backReason)
      : noCase();
    return this.#done(request, reply, principal, { competitionId, id: caseId }, result, body);
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    { competitionId, id }: Pick<CaseView, 'competitionId' | 'id'>,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/challenges/${id}`);
    const model = await this.#model(request, principal, competitionId, id);
    return this.pages.refused(request, reply, CASE, { ...model, values }, result.refusal);
  }

  async #model(request: OpenMeritRequest, principal: Principal, competitionId: string, caseId: string) {
    const model = await knownCase(this.look, this.database, competitionId, caseId);
    return this.database.transaction(async (tx) => {
      const { found, foreseen, rulings } = model;
      const chain = await scopeChain(tx, competitionId);
      const holds = (role: string): boolean => hasRole(principal.grants, [role], chain);
      const isMaker = (await makersOf(tx, found.itemVersionId)).includes(principal.accountId);
      // Who has no say sees the reasons, not the question.
      const item =
        holds('expert') && !isMaker
          ? await itemForExpert(tx, principal, found.itemVersionId, request.language)
          : undefined;
      return {
        ...model,
        competition: await competitionById(tx, competitionId),
        competitionId,
        item,
        isMaker,
        canRule: found.state === 'open' && holds('expert') && !isMaker,
        canConfirm: found.state === 'proposed' && holds('exam-officer') && !isMaker,
        isOwnProposal: rulings.at(-1)?.accountId === principal.accountId,
        bins: foreseen ? shiftBins(foreseen) : [],
      };
    });
  }
}

/** The answer key that a form asks for; undefined where it asks for none. */
function typedKey(body: RulingFormDto, item: Awaited<ReturnType<typeof itemForExpert>>): Json | undefined {
  if (!item) return undefined;
  if (item.isChoice) {
    const right = [body.right ?? []].flat();
    return right.length === 0
      ? undefined
      : (choiceKey(item.type, item.letters, right, item.answerKey) as Json | undefined);
  }
  try {
    return JSON.parse(body.answerKey) as Json;
  } catch {
    return undefined;
  }
}
