import { Inject, Injectable } from '@nestjs/common';
import {
  CONFIG,
  Database,
  formatDateTime,
  local,
  Mailer,
  TRANSLATOR,
  type Config,
  type Delivery,
  type Letter,
  type Translator,
} from '../../platform/index.js';
import { MOST_TRIES, nextTry } from '../domain/next-try.js';
import { noticeText } from '../domain/notice-text.js';
import { claimNotice, settleNotice, type ClaimedNotice } from '../store/notice-store.js';

/**
 * Sends letters, each in its reader's language. Never twice: a letter is taken by one worker, on record, before it goes; if
 * the line breaks while it is on its way, a person decides whether it is sent again. A server that is away, or says
 * "later", is asked again, less and less often.
 */
@Injectable()
export class SendNotices {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(TRANSLATOR) private readonly translator: Translator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns how many were sent. */
  async run(noticeIds: readonly string[]): Promise<number> {
    const { tx } = this.database;
    const post = this.mailer.open();
    let sent = 0;
    try {
      for (const id of noticeIds) {
        const notice = await claimNotice(tx, id);
        if (!notice) continue;
        const delivery = await post.send(this.#letter(notice)).catch((error: unknown): Delivery => ({
          outcome: 'unsure',
          code: error instanceof Error ? error.name : 'UNKNOWN',
        }));
        if (delivery.outcome === 'sent') sent += 1;
        await this.#settle(notice, delivery);
      }
    } finally {
      post.close();
    }
    return sent;
  }

  async #settle(notice: ClaimedNotice, delivery: Delivery): Promise<void> {
    const { tx } = this.database;
    if (delivery.outcome === 'sent') return settleNotice(tx, notice.id, 'sent', null);
    if (delivery.outcome === 'later' && notice.attempts < MOST_TRIES)
      return settleNotice(tx, notice.id, 'waiting', delivery.code, nextTry(notice.attempts));
    const state = delivery.outcome === 'unsure' ? 'unsure' : 'refused';
    return settleNotice(tx, notice.id, state, delivery.code);
  }

  #letter({ id, kind, details, path, name, address, language }: ClaimedNotice): Letter {
    const t = (key: string, parameters: Readonly<Record<string, unknown>>) =>
      this.translator.t(language, key, parameters);
    const { subject, body } = noticeText(kind, details, {
      t,
      time: (moment, zone) => formatDateTime(moment, language, zone),
      local: (texts) => local(texts, language),
    });
    const link = `${this.config.publicOrigin}${path}`;
    const text = t('notice:letter', { name, body, link });
    return { id, to: { name, address }, subject, text, language };
  }
}
