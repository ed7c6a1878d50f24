import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuseFields, withFieldNames } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { bodyHtml } from '../../question-bank/index.js';
import { knownSession } from '../../session/index.js';
import { ownProgress, sessionsToMark } from '../store/progress-store.js';
import { GiveMark, noText } from '../use-cases/give-mark.js';
import { StepAside } from '../use-cases/step-aside.js';
import { TakeText } from '../use-cases/take-text.js';
import { taskPictures, textToMark, type TextToMarkView } from '../use-cases/text-to-mark.js';
import { fieldText, formFields, markOfForm } from './mark-form.js';

const LIST = 'marking/web/views/marker.njk';
const WORK = 'marking/web/views/marker-session.njk';
const TEXT = 'marking/web/views/text.njk';

/** A marker's pages: what there is to mark, and one text after another. */
@ApiExcludeController()
@Controller()
export class MarkerPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly takeText: TakeText,
    private readonly giveMark: GiveMark,
    private readonly stepAside: StepAside,
  ) {}

  @Get('marking')
  @Access.role(['marker'], 'any')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() { accountId }: Principal,
  ): Promise<string> {
    const { tx } = this.database;
    const sessions = [];
    for (const session of await sessionsToMark(tx, accountId))
      sessions.push({ ...session, progress: await ownProgress(tx, session.id, accountId) });
    return this.pages.html(request, LIST, { sessions });
  }

  @Get('sessions/:sessionId/marking/work')
  @Access.role(['marker'], 'sessionId')
  @Page()
  async work(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, WORK, await this.#work(principal, sessionId));
  }

  @Post('sessions/:sessionId/marking/work')
  @Access.role(['marker'], 'sessionId')
  @Page()
  async next(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const taken = await this.takeText.run(principal, sessionId);
    if (taken.ok) return seeOther(reply, addressOf(sessionId, taken.value.textId));
    return this.pages.refused(request, reply, WORK, await this.#work(principal, sessionId), taken.refusal);
  }

  @Get('sessions/:sessionId/marking/texts/:textId')
  @Access.role(['marker'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
  ): Promise<string> {
    const text = await this.#known(principal, sessionId, textId);
    return this.pages.html(request, TEXT, await this.#model(request, principal, sessionId, text));
  }

  @Post('sessions/:sessionId/marking/texts/:textId')
  @Access.role(['marker'], 'sessionId')
  @Page()
  async mark(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
  ): Promise<string> {
    const text = await this.#known(principal, sessionId, textId);
    const fields = formFields(request.body);
    const criteria = text.tasks[0]?.rubric.map(({ criterion }) => criterion) ?? [];
    const wish = markOfForm(fields, criteria);
    const given = wish.ok ? await this.giveMark.run(principal, sessionId, textId, wish.value) : wish;
    if (given.ok) {
      const taken = await this.takeText.run(principal, sessionId);
      return seeOther(reply, addressOf(sessionId, taken.ok ? taken.value.textId : null));
    }
    const names = Object.fromEntries(criteria.map((criterion) => [criterion, `points_${criterion}`]));
    const named = withFieldNames(given, names);
    const model = await this.#model(request, principal, sessionId, text, fields);
    return this.pages.refused(request, reply, TEXT, model, named.ok ? given.refusal : named.refusal);
  }

  @Post('sessions/:sessionId/marking/texts/:textId/aside')
  @Access.role(['marker'], 'sessionId')
  @Page()
  async aside(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
  ): Promise<string> {
    const text = await this.#known(principal, sessionId, textId);
    const fields = formFields(request.body);
    const reason = fieldText(fields, 'reason');
    const result =
      reason.length < 5 || reason.length > 500
        ? refuseFields({ reason: 'MARKING.SAY_WHY' })
        : await this.stepAside.run(principal, sessionId, textId, reason);
    if (result.ok) return seeOther(reply, addressOf(sessionId, null));
    const model = await this.#model(request, principal, sessionId, text, fields);
    return this.pages.refused(request, reply, TEXT, { ...model, steps: true }, result.refusal);
  }

  async #work({ accountId }: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const session = await knownSession(tx, sessionId);
    return { session, progress: await ownProgress(tx, sessionId, accountId) };
  }

  async #known({ accountId }: Principal, sessionId: string, textId: string): Promise<TextToMarkView> {
    const found = isUuid(textId)
      ? await textToMark(this.database.tx, sessionId, accountId, textId)
      : undefined;
    if (!found) throw new RefusalError(noText().refusal);
    return found;
  }

  async #model(
    request: OpenMeritRequest,
    { accountId }: Principal,
    sessionId: string,
    text: TextToMarkView,
    typed?: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    // In the marker's language: the candidate's own would say something of them.
    const task = text.tasks.find(({ language }) => language === request.language) ?? text.tasks[0];
    const pictures = await taskPictures(tx, task ? [task] : []);
    const table = this.pages.t(request.language, 'marking:text.table');
    const html = (body: string): string => bodyHtml(body, 'block', pictures, table);
    const given = Object.fromEntries(
      Object.entries(text.own?.criteria ?? {}).map(([criterion, points]) => [`points_${criterion}`, points]),
    );
    return {
      session: await knownSession(tx, sessionId),
      progress: await ownProgress(tx, sessionId, accountId),
      text,
      task: task && {
        language: task.language,
        stem: html(task.stem),
        stimulus: task.stimulus === null ? null : html(task.stimulus),
        rubric: task.rubric.map(({ name, levels, ...criterion }) => ({
          ...criterion,
          name: html(name),
          levels: levels.map((level) => ({ ...level, looks: html(level.looks) })),
        })),
      },
      values: typed ?? { ...given, comment: text.own?.comment ?? '' },
    };
  }
}

const addressOf = (sessionId: string, textId: string | null): string =>
  `/sessions/${sessionId}/marking/${textId === null ? 'work' : `texts/${textId}`}`;
