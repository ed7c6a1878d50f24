import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { newId, refuse } from '../../kernel/index.js';
import {
  Access,
  CONFIG,
  DrawnOnce,
  Page,
  Pages,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type PageRequest,
  seeOther,
} from '../../platform/index.js';
import { RegisterCandidate } from '../use-cases/register-candidate.js';
import { SignInQueue, type SignInOutcome } from '../use-cases/sign-in-queue.js';
import { RegisterFormDto, SignInFormDto } from './dto/forms.dto.js';
import { beginSession } from './session.controller.js';
import { QUEUE_PATH } from './sign-in-queue.page.js';
import { SignInTickets, TICKET_COOKIE, type SignInTicket } from './sign-in-tickets.js';

const SIGN_IN = 'people/web/views/sign-in.njk';
// Stands in the drawn page where the form's token goes; no address that the page repeats can name it.
const TOKEN = newId();
const REGISTER = 'people/web/views/register.njk';
// Seconds for which a sign-in is simply waited for; a longer queue has a page of its own.
const PATIENCE = 3;
const BUSY = refuse('unavailable', 'AUTH.BUSY', 'Many people are signing in. Please try again in a moment.', {
  retryAfter: 60,
});

/** Signing in and out, and registering, by pages. */
@ApiExcludeController()
@Controller()
export class SignInPages {
  readonly #drawn = new DrawnOnce();

  constructor(
    private readonly pages: Pages,
    private readonly queue: SignInQueue,
    private readonly tickets: SignInTickets,
    @Inject(CONFIG) private readonly config: Config,
    private readonly registerCandidate: RegisterCandidate,
  ) {}

  @Get('sign-in')
  @Access.anyone()
  @Page()
  showSignIn(@Req() request: OpenMeritRequest, @Query('next') next: unknown): string {
    const { language, url, principal } = request;
    const draw = (from: PageRequest): string => this.pages.html(from, SIGN_IN, { next: localPath(next) });
    if (principal) return draw(request);
    return this.#drawn.html(
      `${language} ${url}`,
      () => draw({ language, url, principal, csrfToken: () => TOKEN }),
      { [TOKEN]: request.csrfToken },
    );
  }

  @Post('sign-in')
  @Access.anyone()
  @Page()
  async doSignIn(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Body() body: SignInFormDto,
  ): Promise<string> {
    const wish = { signIn: body.signIn, next: localPath(body.next) };
    const asked = { name: body.signIn, password: body.password, address: request.ip };
    const waiting = this.#waiting(request);
    // Whoever sends the form again while they wait keeps their place.
    const kept = waiting?.place.change(asked) ? waiting.place : undefined;
    const place = kept ?? this.queue.enter(asked);
    if (!place) return this.#answer(request, reply, wish, BUSY);
    const outcome = place.seconds < PATIENCE ? await place.within(PATIENCE) : undefined;
    if (outcome) return this.#answer(request, reply, wish, outcome);
    void reply.setCookie(TICKET_COOKIE, this.tickets.give({ ...wish, place }), {
      path: '/sign-in',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.publicOrigin.startsWith('https:'),
    });
    return seeOther(reply, QUEUE_PATH);
  }

  /** Where the waiting page leads once it is one's turn. */
  @Get('sign-in/done')
  @Access.anyone()
  @Page()
  async takeUp(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
  ): Promise<string> {
    const ticket = this.tickets.find(request.cookies[TICKET_COOKIE]);
    if (ticket === undefined) return this.showSignIn(request, undefined);
    const outcome = ticket === 'elsewhere' ? undefined : ticket.place.outcome;
    if (ticket === 'elsewhere' || !outcome) return seeOther(reply, QUEUE_PATH);
    this.tickets.drop(ticket);
    void reply.clearCookie(TICKET_COOKIE, { path: '/sign-in' });
    return this.#answer(request, reply, ticket, outcome);
  }

  #waiting(request: OpenMeritRequest): SignInTicket | undefined {
    const ticket = this.tickets.find(request.cookies[TICKET_COOKIE]);
    return ticket === 'elsewhere' ? undefined : ticket;
  }

  async #answer(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    { signIn, next }: Pick<SignInTicket, 'signIn' | 'next'>,
    outcome: SignInOutcome,
  ): Promise<string> {
    if (!outcome.ok) {
      return this.pages.refused(request, reply, SIGN_IN, { next, values: { signIn } }, outcome.refusal);
    }
    await beginSession(request, outcome.value.accountId);
    return seeOther(reply, next);
  }

  @Post('sign-out')
  @Access.anyone()
  @Page()
  async signOut(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
  ): Promise<string> {
    await request.session.destroy();
    return seeOther(reply, '/');
  }

  @Get('register')
  @Access.anyone()
  @Page()
  showRegister(@Req() request: OpenMeritRequest, @Query('next') next: unknown): string {
    return this.pages.html(request, REGISTER, {
      next: localPath(next),
      values: { language: request.language },
    });
  }

  @Post('register')
  @Access.anyone()
  @Page()
  async register(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Body() body: RegisterFormDto,
  ): Promise<string> {
    const { _csrf, next: wanted, password, ...values } = body;
    const next = localPath(wanted);
    const fields = body.faults();
    const result = fields
      ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
      : await this.registerCandidate.run({ ...values, password });
    if (!result.ok) return this.pages.refused(request, reply, REGISTER, { next, values }, result.refusal);
    await beginSession(request, result.value.accountId);
    return seeOther(reply, next);
  }
}

/** Only a path of ours: an address from outside must not be able to send a visitor elsewhere. */
const localPath = (next: unknown): string =>
  typeof next === 'string' && /^\/(?![/\\])[\w\-./?=&%]*$/.test(next) ? next : '/desk';
