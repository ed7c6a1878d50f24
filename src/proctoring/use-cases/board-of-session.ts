import type { Tx } from '../../platform/index.js';
import { roomOf, type RoomRow } from '../../sitting/index.js';
import {
  attentionOf,
  NOTHING_YET,
  unseenOf,
  withSignals,
  type Attention,
  type DeviceStanding,
  type LastingKind,
  type Unseen,
} from '../domain/device-standing.js';
import { signalsAfter, watchRowsOf, type InHand, type WatchRow } from '../store/board-store.js';

/** A candidate as a proctor sees them at a glance: number, seat, how they stand and what may need a look. */
export interface BoardRow extends Pick<
  RoomRow,
  | 'applicationId'
  | 'sittingId'
  | 'candidateNumber'
  | 'seat'
  | 'roomId'
  | 'deadlineAt'
  | 'answersSaved'
  | 'standsFor'
> {
  /** `silent` is said of a device of which nothing is heard, not of who saves nothing. */
  readonly state: RoomRow['state'];
  readonly since: Date | null;
  readonly attention: Attention;
  /** What has begun on the device and not ended, and since when. `no-browser`: its page stands there without the one asked for. */
  readonly lasting: readonly {
    readonly kind: LastingKind | 'silence' | 'no-browser';
    readonly since: Date;
  }[];
  /** What nobody has looked at yet. */
  readonly unseen: readonly (Omit<Unseen, 'at'> & { readonly at: Date })[];
  /** All signals so far. */
  readonly signals: number;
  readonly seenBy: string | null;
  readonly inHand: InHand | null;
}

/** As many candidates as one board shows. */
const MOST = 2000;

/**
 * The board of one session, looked at again and again: what the devices told is read once and kept, so that a look costs what
 * has changed since the one before.
 */
export class BoardOfSession {
  readonly #standings = new Map<string, DeviceStanding>();

  constructor(private readonly sessionId: string) {}

  /** Who needs a look first, then by seat or number. */
  async look(tx: Tx): Promise<BoardRow[]> {
    const room = await roomOf(tx, this.sessionId, {}, MOST);
    const watched = new Map((await watchRowsOf(tx, this.sessionId)).map((row) => [row.sittingId, row]));
    await this.#read(tx, [...watched.values()]);
    const board = room.map((row) => this.#row(row, watched.get(row.sittingId ?? '')));
    return board.sort((a, b) => ORDER[a.attention] - ORDER[b.attention]);
  }

  async #read(tx: Tx, watched: readonly WatchRow[]): Promise<void> {
    const behind = watched
      .map(({ sittingId, signals }) => ({ sittingId, signals, upTo: this.#standing(sittingId).upTo }))
      .filter(({ signals, upTo }) => signals > upTo);
    if (behind.length === 0) return;
    for (const [sittingId, signals] of await signalsAfter(tx, behind)) {
      this.#standings.set(sittingId, withSignals(this.#standing(sittingId), signals));
    }
  }

  #standing(sittingId: string): DeviceStanding {
    return this.#standings.get(sittingId) ?? NOTHING_YET;
  }

  #row(row: RoomRow, watch: WatchRow | undefined): BoardRow {
    const standing = this.#standing(row.sittingId ?? '');
    const isOpen = ['sitting', 'silent', 'paused'].includes(row.state);
    // Where devices are not listened to, the last save is all that is heard.
    const isQuiet = row.state === 'silent' && !watch?.isListenedTo;
    const silentSince = isOpen ? (isQuiet ? row.since : (watch?.silentSince ?? null)) : null;
    const seen = watch?.seen ?? 0;
    const { noBrowserSince } = row;
    const state = row.state === 'silent' ? 'sitting' : row.state;
    return {
      applicationId: row.applicationId,
      sittingId: row.sittingId,
      candidateNumber: row.candidateNumber,
      seat: row.seat,
      roomId: row.roomId,
      deadlineAt: row.deadlineAt,
      answersSaved: row.answersSaved,
      standsFor: row.standsFor,
      state: silentSince && state === 'sitting' ? 'silent' : state,
      // The last save moves all the time and says nothing at a glance.
      since: state === 'sitting' ? silentSince : row.since,
      attention: noBrowserSince
        ? 'now'
        : attentionOf(standing, seen, { silent: silentSince !== null, isOpen }),
      lasting: isOpen
        ? [
            ...(noBrowserSince ? [{ kind: 'no-browser' as const, since: noBrowserSince }] : []),
            ...(silentSince ? [{ kind: 'silence' as const, since: silentSince }] : []),
            ...[...standing.lasting].map(([kind, since]) => ({ kind, since: new Date(since) })),
          ]
        : [],
      unseen: unseenOf(standing, seen).map((one) => ({ ...one, at: new Date(one.at) })),
      signals: watch?.signals ?? 0,
      seenBy: watch?.seenBy ?? null,
      inHand: watch?.inHand ?? null,
    };
  }
}

const ORDER: Readonly<Record<Attention, number>> = { now: 0, unseen: 1, calm: 2 };
