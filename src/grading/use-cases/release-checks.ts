import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { heldSittings } from '../../proctoring/index.js';
import type { SessionView } from '../../session/index.js';
import type { ReleaseCheck } from '../domain/release-check.js';
import { gradingProgress } from '../store/grade-store.js';

/** What a stage has to say before a session's results are released. */
export type ReleaseCheckSource = (tx: Tx, session: SessionView) => Promise<readonly ReleaseCheck[]>;

/**
 * What is looked at before results are released. Grading brings its own points; stages after it, which grading does not
 * know, add theirs when the platform starts (`register`, in a module's `onModuleInit`).
 */
@Injectable()
export class ReleaseChecks {
  readonly #sources: ReleaseCheckSource[] = [gradingChecks];

  register(source: ReleaseCheckSource): void {
    this.#sources.push(source);
  }

  /** All points of a session, grading's first; within the caller's transaction, so that they hold when it commits. */
  async of(tx: Tx, session: SessionView): Promise<ReleaseCheck[]> {
    const checks: ReleaseCheck[] = [];
    // One after another: they share a transaction's connection.
    for (const source of this.#sources) checks.push(...(await source(tx, session)));
    return checks;
  }
}

async function gradingChecks(tx: Tx, session: SessionView): Promise<ReleaseCheck[]> {
  const progress = await gradingProgress(tx, session.id);
  const { length: held } = await heldSittings(tx, session.id);
  const { open, closed, graded, failed, aside, unmarked, lateUndecided } = progress;
  const here = `/sessions/${session.id}`;
  const check = (
    code: string,
    isClear: boolean,
    detail: string,
    more: {
      readonly href?: string;
      readonly count?: number;
      readonly standing?: 'caution';
      readonly words?: string;
      readonly isItsReason?: boolean;
    } = {},
  ): ReleaseCheck => {
    const standing = isClear ? 'clear' : (more.standing ?? 'stop');
    return {
      code: `GRADING.${code}`,
      standing,
      words: {
        key: `grading:checks.${more.words ?? code}.${isClear ? 'clear' : 'not'}`,
        data: { ...progress, count: more.count ?? 0 },
      },
      detail,
      ...(!isClear && more.href !== undefined && { href: more.href }),
      ...(standing === 'caution' && more.isItsReason === true && { isItsReason: true }),
    };
  };
  const isOver = open === 0 && (session.state === 'closed' || session.isEntryOver);
  const waiting = closed - graded - failed - aside;
  return [
    check('STILL_SITTING', isOver, 'The session is not over yet.', {
      count: open,
      href: `${here}/manage`,
      ...(!isOver && open === 0 && { words: 'STILL_OPEN' }),
    }),
    ...(closed === 0 ? [check('NOTHING_TO_RELEASE', false, 'Nobody has sat this session.')] : []),
    check('NOT_ALL_GRADED', waiting <= 0, 'Some sittings are not graded yet.', { count: waiting }),
    check('UNGRADABLE', failed === 0, 'Some sittings could not be graded.', {
      count: failed,
      href: '#failed',
    }),
    ...(aside > 0
      ? [
          check('SET_ASIDE', false, 'Sittings are set aside and have no result.', {
            count: aside,
            href: '#failed',
            standing: 'caution',
          }),
        ]
      : []),
    check('UNMARKED', unmarked === 0, 'Some open answers are not marked yet.', {
      count: unmarked,
      href: `${here}/marking`,
    }),
    check('LATE_UNDECIDED', lateUndecided === 0, 'It is not decided whether late answers count.', {
      count: lateUndecided,
      href: `${here}/late`,
    }),
    ...(held > 0
      ? [
          check('HELD', false, 'Results are held while incidents are open; they follow in another list.', {
            count: held,
            href: `${here}/incidents`,
            standing: 'caution',
            isItsReason: true,
          }),
        ]
      : []),
  ];
}
