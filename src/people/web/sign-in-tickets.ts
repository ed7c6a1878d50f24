import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sameBytes } from '../../kernel/index.js';
import { KeyRing } from '../../platform/index.js';
import type { Place } from '../use-cases/sign-in-queue.js';

export interface SignInTicket {
  readonly id: string;
  readonly place: Place;
  /** What the form is shown again with. */
  readonly signIn: string;
  /** Where to go once signed in. */
  readonly next: string;
  /** Milliseconds since 1970: after that it is gone. */
  readonly until: number;
}

export const TICKET_COOKIE = 'sign-in';

// A browser asks at least once a minute; twice the time that was told, and this on top.
const GRACE = 180_000;

/**
 * Sign-ins that wait, by what their browsers hold: a random number, never a name or a password. A ticket is known to
 * the process that gave it alone; another one sees by its signature that it is true, and lets the browser ask again.
 */
@Injectable()
export class SignInTickets {
  readonly #tickets = new Map<string, SignInTicket>();

  constructor(private readonly keys: KeyRing) {}

  /** @returns what the browser keeps as its cookie. */
  give(wish: Pick<SignInTicket, 'place' | 'signIn' | 'next'>): string {
    const now = Date.now();
    const id = randomBytes(16).toString('hex');
    const until = now + Math.ceil(wish.place.seconds * 2000) + GRACE;
    // The oldest stand first, and end first but for a little.
    for (const [old, ticket] of this.#tickets) {
      if (ticket.until >= now) break;
      this.#tickets.delete(old);
    }
    this.#tickets.set(id, { ...wish, id, until });
    return this.#sign(`${id}.${String(until)}`);
  }

  /** The ticket; 'elsewhere' where another process gave it; undefined where it is none of ours or its time is over. */
  find(cookie: string | undefined): SignInTicket | 'elsewhere' | undefined {
    const [id = '', until = ''] = cookie?.split('.') ?? [];
    const signed = this.#sign(`${id}.${until}`);
    if (!cookie || !sameBytes(Buffer.from(signed), Buffer.from(cookie))) return undefined;
    if (Number(until) < Date.now()) return undefined;
    return this.#tickets.get(id) ?? 'elsewhere';
  }

  /** Whoever takes up what came of it takes it once. */
  drop(ticket: SignInTicket): void {
    this.#tickets.delete(ticket.id);
  }

  #sign(claim: string): string {
    return `${claim}.${this.keys.mac('web-sessions', 'sign-in-ticket', claim).toString('base64url')}`;
  }
}
