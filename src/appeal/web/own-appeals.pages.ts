import { Body, Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { isUuid, refuse, refuseFields, type Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  TakesFile,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { appealById, appealsOfSitting, fileBytes, filesOf } from '../store/appeal-store.js';
import { MakeAppeal, MOST_FILES, noAppeal, type Evidence } from '../use-cases/make-appeal.js';
import { AppealFormDto } from './dto/forms.dto.js';
import { sendEvidence } from './send-evidence.js';
import { ownReview } from './review.controller.js';

const VIEW = 'appeal/web/views/own-appeals.njk';

/** A candidate's appeals about one sitting: write one, add evidence, follow it, read the decision and what can be done next. */
@ApiExcludeController()
@Controller('sittings/:sittingId/appeals')
export class OwnAppealsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly makeAppeal: MakeAppeal,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sittingId));
  }

  @Post()
  @Access.candidate()
  @TakesFile()
  @Page()
  async make(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() form: Record<string, unknown>,
  ): Promise<string> {
    await ownReview(this.database.tx, principal, sittingId);
    const body = typed(form);
    const { about } = body;
    const result =
      about === ''
        ? refuseFields({ about: 'APPEAL.SAY_ABOUT' })
        : about === 'mark' && body.position === ''
          ? refuseFields({ position: 'APPEAL.WHICH_MARK' })
          : await this.makeAppeal.run(
              principal,
              sittingId,
              { about, body: body.body, position: body.position === '' ? null : Number(body.position) },
              evidenceOf(form),
            );
    return this.#done(request, reply, principal, sittingId, result, body);
  }

  @Post(':appealId/files')
  @Access.candidate()
  @TakesFile()
  @Page()
  async addFile(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('appealId') appealId: string,
    @Body() form: Record<string, unknown>,
  ): Promise<string> {
    await ownReview(this.database.tx, principal, sittingId);
    const evidence = evidenceOf(form);
    const result = !isUuid(appealId)
      ? noAppeal()
      : evidence
        ? await this.makeAppeal.addFile(principal, sittingId, appealId, evidence)
        : refuse('invalid', 'APPEAL.NO_FILE', 'Choose a file.', { fields: { file: 'APPEAL.NO_FILE' } });
    return this.#done(request, reply, principal, sittingId, result, {});
  }

  @Post(':appealId/withdrawal')
  @Access.candidate()
  @Page()
  async withdraw(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('appealId') appealId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    await ownReview(this.database.tx, principal, sittingId);
    const result = isUuid(appealId)
      ? await this.makeAppeal.withdraw(principal, sittingId, appealId)
      : noAppeal();
    return this.#done(request, reply, principal, sittingId, result, {});
  }

  @Get(':appealId/files/:number')
  @Access.candidate()
  async file(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('appealId') appealId: string,
    @Param('number') number: string,
  ): Promise<StreamableFile> {
    const { tx } = this.database;
    await ownReview(tx, principal, sittingId);
    const appeal = isUuid(appealId) ? await appealById(tx, appealId) : undefined;
    const isOwn = appeal?.sittingId === sittingId && /^\d{1,3}$/.test(number);
    const file = isOwn ? await fileBytes(tx, appealId, Number(number)) : undefined;
    if (!file) throw new RefusalError(noAppeal().refusal);
    return sendEvidence(reply, file);
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sittingId: string,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sittings/${sittingId}/appeals`);
    const model = { ...(await this.#model(principal, sittingId)), values };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(principal: Principal, sittingId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const review = await ownReview(tx, principal, sittingId);
    const appeals = await appealsOfSitting(tx, sittingId);
    return {
      review,
      competition: await competitionById(tx, review.competitionId),
      appeals: await Promise.all(
        appeals.map(async (one) => ({ ...one, evidence: await filesOf(tx, one.id) })),
      ),
      isOpen: review.appeals?.state !== 'over',
      mostFiles: MOST_FILES,
    };
  }
}

/** The fields of a form with a file. What is none of them is as if it were empty. */
function typed(form: Record<string, unknown>): AppealFormDto {
  const text = (name: string): string => {
    const value = form[name];
    return typeof value === 'string' ? value : '';
  };
  const about = (['sitting', 'incident', 'mark'] as const).find((one) => one === text('about')) ?? '';
  const position = /^\d{1,4}$/.test(text('position')) ? text('position') : '';
  return { about, position, body: text('body') };
}

/** The file of a form; undefined where none was chosen. Its name is not told by the form's parser. */
function evidenceOf(form: Record<string, unknown>): Evidence | undefined {
  const bytes = form['file'];
  return Buffer.isBuffer(bytes) && bytes.length > 0 ? { name: '', bytes } : undefined;
}
