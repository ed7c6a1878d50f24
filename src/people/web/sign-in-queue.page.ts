import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  BARE_PAGE_HEADERS,
  BareRoutes,
  cookieOf,
  DrawnOnce,
  languageOf,
  Pages,
  TRANSLATOR,
  type Translator,
} from '../../platform/index.js';
import type { Place } from '../use-cases/sign-in-queue.js';
import { SignInTickets, TICKET_COOKIE } from './sign-in-tickets.js';

export const QUEUE_PATH = '/sign-in/queue';

const VIEW = 'people/web/views/sign-in-queue.njk';
// Stand in the drawn page where the words of one who waits go.
const AHEAD = '[ahead]';
const WAIT = '[wait]';

/** Seconds after which a page asks again: near the end of the time that was told, once a minute at least. */
export const askAgainAfter = (seconds: number): number => Math.min(60, Math.max(2, Math.ceil(seconds * 0.8)));

/**
 * The page of those who wait to be signed in. Thousands ask for it again and again just when an exam goes on, so it is
 * a bare route, drawn once for each language.
 */
@Injectable()
export class SignInQueuePage implements OnModuleInit {
  readonly #drawn = new DrawnOnce();

  constructor(
    private readonly routes: BareRoutes,
    private readonly tickets: SignInTickets,
    private readonly pages: Pages,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  onModuleInit(): void {
    this.routes.add({
      method: 'GET',
      path: QUEUE_PATH,
      access: { kind: 'anyone' },
      handler: (request, reply) => this.#show(request, reply),
    });
  }

  #show(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const ticket = this.tickets.find(cookieOf(request, TICKET_COOKIE));
    const place = ticket === 'elsewhere' ? undefined : ticket?.place;
    if (place?.outcome) return reply.redirect('/sign-in/done', 303);
    const language = languageOf(
      request,
      this.translator.languages.map(({ code }) => code),
    );
    void reply.headers(BARE_PAGE_HEADERS);
    const show = (state: 'waiting' | 'elsewhere' | 'gone'): string =>
      this.#drawn.html(
        `${language} ${state}`,
        () =>
          this.pages.html({ language, principal: null, url: QUEUE_PATH }, VIEW, {
            state,
            ahead: AHEAD,
            wait: WAIT,
          }),
        this.#words(language, place),
      );
    if (!ticket) return reply.status(410).send(show('gone'));
    // Where another process has the ticket, soon again: that one may answer then.
    void reply.header('refresh', String(askAgainAfter(place?.seconds ?? 0)));
    return reply.send(show(place ? 'waiting' : 'elsewhere'));
  }

  #words(language: string, place: Place | undefined): Record<string, () => string> {
    const words = (key: string, count: number): string =>
      this.translator.t(language, `people:signIn.queue.${key}`, { count });
    return {
      [AHEAD]: () => words('ahead', place?.ahead ?? 0),
      [WAIT]: () => {
        const minutes = Math.ceil((place?.seconds ?? 0) / 60);
        return minutes > 1 ? words('wait', minutes) : words('soon', minutes);
      },
    };
  }
}
