import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** Something that waits for somebody. */
export interface WorkItem {
  /** Named in `account:handover.kinds`. */
  readonly kind: string;
  /** Code or public id of what it is about. Never a candidate's name. */
  readonly subject: string;
  readonly href: string;
}

type ListWork = (tx: Tx, accountId: string) => Promise<WorkItem[]>;

/** What is open at an account's hands, asked of the stages that know. */
@Injectable()
export class OpenWork {
  readonly #sources: ListWork[] = [];

  /** A stage says once, when it begins, how to find what is open. */
  add(source: ListWork): void {
    this.#sources.push(source);
  }

  async of(tx: Tx, accountId: string): Promise<WorkItem[]> {
    const items: WorkItem[] = [];
    for (const source of this.#sources) items.push(...(await source(tx, accountId)));
    return items;
  }
}
