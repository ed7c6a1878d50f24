import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import { isUuid, refuse, withFieldNames, type Refusal } from '../../kernel/index.js';
import type { EligibilityRule } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  FormDto,
  KeyRing,
  orThrow,
  Page,
  Pages,
  RefusalError,
  seeOther,
  StreamsFile,
  uploadOf,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { OTHER_DOCUMENT, missingDocuments } from '../domain/application-rules.js';
import { documentsOf } from '../store/document-store.js';
import { formOf, rulesOf } from '../store/form-store.js';
import { decisionsOn } from '../store/screening-store.js';
import { AddDocument } from '../use-cases/add-document.js';
import { HandIn } from '../use-cases/hand-in.js';
import { RemoveDocument } from '../use-cases/remove-document.js';
import { SaveAnswers } from '../use-cases/save-answers.js';
import { AnswerFormDto, DocumentRefDto } from './dto/application.dto.js';

const OVERVIEW = 'application/web/views/apply.njk';
const STEP = 'application/web/views/apply-step.njk';

/** Applying to a competition that asks questions: a page for each, saved as one goes, and one that shows where one stands. */
@ApiExcludeController()
@Controller('competitions/:competitionId/apply')
export class ApplyPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly saveAnswers: SaveAnswers,
    private readonly addDocument: AddDocument,
    private readonly removeDocument: RemoveDocument,
    private readonly handIn: HandIn,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async overview(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, OVERVIEW, await this.#model(principal, competitionId));
  }

  @Post('hand-in')
  @Access.candidate()
  @Page()
  async submit(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const model = await this.#model(principal, competitionId);
    const result = await this.handIn.run(principal, competitionId);
    if (result.ok) return seeOther(reply, `/competitions/${competitionId}/apply`);
    return this.pages.refused(request, reply, OVERVIEW, model, result.refusal);
  }

  @Post('document-removal')
  @Access.candidate()
  @Page()
  async remove(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { documentId }: DocumentRefDto,
  ): Promise<string> {
    await this.#competition(competitionId);
    const { ruleCode } = orThrow(await this.removeDocument.run(principal, documentId));
    return seeOther(reply, `/competitions/${competitionId}/apply/${encodeURIComponent(ruleCode)}`);
  }

  @Get(':code')
  @Access.candidate()
  @Page()
  async step(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
  ): Promise<string> {
    return this.pages.html(request, STEP, await this.#step(principal, competitionId, code));
  }

  @Post(':code')
  @Access.candidate()
  @Page()
  async answer(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
    @Body() body: AnswerFormDto,
  ): Promise<string> {
    const model = await this.#step(principal, competitionId, code);
    const answer = body.answer?.trim() ?? '';
    const saved = await this.saveAnswers.run(principal, competitionId, { [code]: answer });
    if (!saved.ok) {
      const named = withFieldNames(saved, { [code]: 'answer' });
      return this.#refused(request, reply, { ...model, answer }, named.ok ? undefined : named.refusal);
    }
    const rule = model['rule'] as EligibilityRule;
    // Told at once, on the same page; and where a document is asked for, it is asked for there.
    const stays = saved.value.outcomes[code] === 'not-met' || rule.document !== 'none';
    const next = stays ? `/${encodeURIComponent(code)}` : await this.#next(competitionId, code);
    return seeOther(reply, `/competitions/${competitionId}/apply${next}`);
  }

  @Post(':code/documents')
  @Access.candidate()
  @StreamsFile()
  @Page()
  async add(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    await this.#competition(competitionId);
    const added = await this.addDocument.run(principal, competitionId, code, uploadOf(request));
    const model = await this.#step(principal, competitionId, code);
    if (!added.ok) return this.#refused(request, reply, model, added.refusal);
    return seeOther(reply, `/competitions/${competitionId}/apply/${encodeURIComponent(code)}`);
  }

  #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    model: Record<string, unknown>,
    refusal: Refusal | undefined,
  ): string {
    if (!refusal) throw new Error('It was refused.');
    return this.pages.refused(request, reply, STEP, model, refusal);
  }

  /** Where to go on after a question: the next one, or back to the overview. */
  async #next(competitionId: string, code: string): Promise<string> {
    const { rules } = await rulesOf(this.database.tx, competitionId);
    const next = rules[rules.findIndex((rule) => rule.code === code) + 1];
    return next ? `/${encodeURIComponent(next.code)}` : '';
  }

  async #step(principal: Principal, competitionId: string, code: string): Promise<Record<string, unknown>> {
    const model = await this.#model(principal, competitionId);
    const rules = model['rules'] as readonly EligibilityRule[];
    const index = rules.findIndex((one) => one.code === code);
    const rule = rules[index];
    if (!rule && code !== OTHER_DOCUMENT) {
      throw new RefusalError(
        refuse('not-found', 'APPLICATION.NO_QUESTION', 'There is no such question.').refusal,
      );
    }
    const form = model['form'] as { readonly answers: Readonly<Record<string, string>> } | undefined;
    return {
      ...model,
      code,
      rule,
      number: index + 1,
      next: rules[index + 1]?.code,
      answer: form && Object.hasOwn(form.answers, code) ? form.answers[code] : '',
    };
  }

  async #model(principal: Principal, competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await this.#competition(competitionId);
    const { rules, on } = await rulesOf(tx, competitionId);
    const form = await formOf(tx, this.keys, { competitionId, personId: principal.personId ?? '' });
    const documents = form ? await documentsOf(tx, form.id) : [];
    const there = documents
      .filter(({ state }) => state === 'waiting' || state === 'clean' || state === 'unscanned')
      .map(({ ruleCode }) => ruleCode);
    const isDraft = !form || form.state !== 'submitted';
    return {
      competition,
      rules,
      on,
      form,
      documents,
      decisions: form ? await decisionsOn(tx, form.id) : [],
      missing: missingDocuments(rules, there),
      unmet: rules.filter(({ code }) => form?.outcomes[code] === 'not-met'),
      answered: rules.filter(({ code }) => ['met', 'not-met'].includes(form?.outcomes[code] ?? '')).length,
      // What may be changed: also before the first answer, and after a withdrawal.
      open: form?.changeable ?? (isDraft && competition.isOpenForApplications ? 'draft' : null),
      hasScanner: this.config.scanner !== undefined,
    };
  }

  async #competition(competitionId: string): Promise<CompetitionView> {
    const competition = isUuid(competitionId)
      ? await competitionById(this.database.tx, competitionId)
      : undefined;
    if (!competition || competition.state === 'draft' || competition.eligibility.length === 0) {
      throw new RefusalError(
        refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.').refusal,
      );
    }
    return competition;
  }
}
