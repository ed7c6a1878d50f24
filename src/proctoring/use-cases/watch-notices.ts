import { Inject, Injectable } from '@nestjs/common';
import { TRANSLATOR, type Translator } from '../../platform/index.js';
import { noticeHash, noticeOf, type Notice } from '../domain/notice.js';
import type { WatchPlan } from '../domain/watch-plan.js';

export interface ShownNotice extends Notice {
  readonly language: string;
  /** Hex. */
  readonly hash: string;
}

/** The notices of a plan, in the words that pages have now. */
@Injectable()
export class WatchNotices {
  constructor(@Inject(TRANSLATOR) private readonly translator: Translator) {}

  in(language: string, plan: WatchPlan): ShownNotice {
    const notice = noticeOf(plan, (key, values) =>
      this.translator.t(language, `consent:notice.${key}`, values),
    );
    return { language, hash: noticeHash(language, notice).toString('hex'), ...notice };
  }

  /** One in each language of the platform. */
  all(plan: WatchPlan): ShownNotice[] {
    return this.translator.languages.map(({ code }) => this.in(code, plan));
  }
}
