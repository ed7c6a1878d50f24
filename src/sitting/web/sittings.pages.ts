import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { applicationOf } from '../../competition/index.js';
import { formSize, numberOfHolder } from '../../form/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  TRANSLATOR,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Translator,
  dataBlock,
} from '../../platform/index.js';
import { NONCE_PARAMETER } from '../domain/exam-browser/index.js';
import { allowedMilliseconds } from '../domain/time-allowance.js';
import { accommodationsOf } from '../store/accommodation-store.js';
import { receiptOf } from '../store/receipt-store.js';
import {
  bookingOf,
  identityCheckOf,
  programmeOfSession,
  replacementOf,
  noSession,
  knownSession,
  sessionInCompetition,
  type SessionView,
} from '../../session/index.js';
import { activeSince, sittingById, sittingOf, type SittingView } from '../store/sitting-store.js';
import { voidOf } from '../store/void-store.js';
import { CheckBrowser } from '../use-cases/check-browser.js';
import { ExamExtras } from '../use-cases/exam-extras.js';
import { ExamPageQueryDto } from './dto/exam-browser.dto.js';
import { playerWords, scriptDirections } from './player-words.js';
import { examBrowserFile } from './exam-browser.controller.js';

/** The exam day by pages: the way in, the player, the receipt. */
@ApiExcludeController()
@Controller()
export class SittingsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly checkBrowser: CheckBrowser,
    private readonly extras: ExamExtras,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get('sessions/:sessionId')
  @Access.candidate()
  @Page()
  async enter(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const programme = await programmeOfSession(tx, session, competition);
    const personId = principal.personId ?? '';
    const application = await applicationOf(tx, competition.id, personId);
    if (!programme || !application) throw new RefusalError(noSession().refusal);
    const sitting = await sittingOf(tx, sessionId, personId);
    const granted = await accommodationsOf(tx, application.id);
    return this.pages.html(request, 'sitting/web/views/enter.njk', {
      session,
      competition,
      programme: programme.body,
      items: formSize(programme.body),
      place: session.entry === 'booked' ? await bookingOf(tx, application.id) : undefined,
      sitting,
      check: await identityCheckOf(tx, sessionId, application.id),
      granted,
      allowedMinutes: Math.ceil(allowedMilliseconds(session.minutes, granted) / 60_000),
      beginsAgain: sitting?.state === 'void' && (await voidOf(tx, sitting.id))?.again === 'here',
      number: session.drawId ? (await numberOfHolder(tx, session.drawId, application.id))?.number : undefined,
    });
  }

  @Get('sessions/:sessionId/sitting')
  @Access.candidate()
  @Page()
  async waitingRoom(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: ExamPageQueryDto,
  ): Promise<string> {
    const { tx } = this.database;
    const session = await knownSession(tx, sessionId);
    const personId = principal.personId ?? '';
    const sitting = await sittingOf(tx, sessionId, personId);
    const { language } = request;
    const hasBegun = sitting?.state === 'open' || sitting?.state === 'closed';
    const before = hasBegun ? null : await this.extras.pageBefore(tx, { session, personId, language });
    const address = before ?? (await this.#withNonce(request, session, personId, query.browser));
    if (address !== null) return seeOther(reply, address);
    // Whose sitting is void begins a new one here, or is told by the server why not.
    return this.#player(request, session, personId, sitting?.state === 'void' ? undefined : sitting);
  }

  @Get('sittings/:sittingId')
  @Access.candidate()
  @Page()
  async player(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Query() query: ExamPageQueryDto,
  ): Promise<string> {
    const sitting = await this.#own(principal, sittingId);
    if (sitting.state === 'void') return this.#void(request, sitting);
    const session = await knownSession(this.database.tx, sitting.sessionId);
    const address = await this.#withNonce(request, session, sitting.personId, query.browser);
    if (address !== null) return seeOther(reply, address);
    return this.#player(request, session, sitting.personId, sitting);
  }

  /**
   * The address with a nonce, where Safe Exam Browser has to be shown and this one has none that opens anything: what the
   * browser states is of the address that it has loaded. Null: this address will do. A copy that is kept needs none.
   */
  async #withNonce(
    request: OpenMeritRequest,
    session: SessionView,
    personId: string,
    nonce: string | undefined,
  ): Promise<string | null> {
    const { tx } = this.database;
    const of = { sessionId: session.id, personId };
    if (!session.needsExamBrowser || isCopy(request)) return null;
    if (nonce !== undefined && (await this.checkBrowser.isFresh(tx, of, nonce))) return null;
    const [path = '', query = ''] = request.url.split('?');
    const parameters = new URLSearchParams(query);
    parameters.set(NONCE_PARAMETER, await this.checkBrowser.nonce(tx, of));
    return `${path}?${parameters.toString()}`;
  }

  /**
   * One document for the waiting room and the exam, so that nothing loads in the second of the start; also for a sitting
   * that is over: the browser may still hold answers that were never sent.
   */
  async #player(
    request: OpenMeritRequest,
    session: SessionView,
    personId: string,
    sitting: SittingView | undefined,
  ): Promise<string> {
    const since = sitting?.state === 'open' ? await activeSince(this.database.tx, sitting.id) : null;
    const { language } = request;
    const extras = await this.extras.onPage(this.database.tx, { session, personId, language });
    const setup = {
      sessionId: session.id,
      sittingId: sitting?.id ?? null,
      examBrowser: session.needsExamBrowser ? examBrowserFile(session.id) : null,
      isCopy: isCopy(request),
      state: sitting?.state ?? 'none',
      activeSince: since?.getTime() ?? null,
      csrfToken: request.csrfToken(),
      language,
      directions: scriptDirections(this.translator),
      words: playerWords(this.translator, 'message'),
    };
    return this.pages.html(request, 'sitting/web/views/player.njk', {
      setup: dataBlock(setup),
      extras: extras.map((extra) => ({ ...extra, setup: dataBlock(extra.setup) })),
      receipt: sitting?.state === 'closed' ? `/sittings/${sitting.id}/receipt` : undefined,
    });
  }

  /** What somebody is told whose sitting was declared void, and what they can do next. */
  async #void(request: OpenMeritRequest, sitting: SittingView): Promise<string> {
    const { tx } = this.database;
    const again = (await voidOf(tx, sitting.id))?.again;
    const replacement = again === 'replacement' ? await replacementOf(tx, sitting.sessionId) : undefined;
    return this.pages.html(request, 'sitting/web/views/void.njk', {
      sitting,
      again,
      replacement,
      receipt: await receiptOf(tx, sitting.id),
    });
  }

  async #own(principal: Principal, sittingId: string): Promise<SittingView> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (!sitting || sitting.personId !== principal.personId) throw notFound();
    return sitting;
  }
}

/** Whether a script fetches the page to keep it, and nobody looks at it now. */
const isCopy = (request: OpenMeritRequest): boolean =>
  (request.headers['sec-fetch-mode'] ?? 'navigate') !== 'navigate';

const notFound = () =>
  new RefusalError({
    code: 'SITTING.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such sitting of yours.',
  });
