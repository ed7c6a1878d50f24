import { competitionById, applicationCount } from '../../competition/index.js';
import {
  contributionsOf,
  drawFacts,
  drawsOf,
  offersOf,
  spareCounts,
  type BundledFact,
  type ContributionView,
  type DrawView,
} from '../../form/index.js';
import type { Tx } from '../../platform/index.js';
import { bookedCount } from '../store/booking-store.js';
import { sessionById, type SessionView } from '../store/session-store.js';

/** A fact of a draw for a reader: what was stated, in the words of `draw:fact.<type>` with these values. */
interface FactLine {
  readonly type: string;
  readonly time: string;
  readonly official: string | null;
  readonly values: Readonly<Record<string, string | number>>;
  /** Hashes for whoever wants to check: name → hex. */
  readonly hashes: Readonly<Record<string, string>>;
}

interface Shown {
  readonly number?: number;
  readonly reason?: string;
  readonly name?: string;
  readonly list?: number;
  readonly pool?: { readonly root: string; readonly size: number };
  readonly roster?: { readonly root: string; readonly size: number };
  readonly spares?: { readonly root: string; readonly size: number };
  readonly forms?: { readonly root: string; readonly size: number };
  readonly preassembled?: { readonly root: string; readonly size: number } | null;
  readonly contributors?: readonly { readonly name: string }[];
  readonly missing?: readonly { readonly name: string }[];
}

function factLine({ fact, shown, leafHash }: BundledFact): FactLine {
  const { pool, roster, spares, forms, preassembled, contributors, missing, ...own } = shown as Shown;
  const roots = { pool, roster, spares, forms, preassembled: preassembled ?? undefined };
  return {
    type: fact.type,
    time: fact.time,
    official: fact.official,
    values: {
      number: own.number ?? 0,
      reason: own.reason ?? '',
      name: own.name ?? '',
      items: pool?.size ?? 0,
      numbers: roster?.size ?? 0,
      spares: spares?.size ?? 0,
      forms: forms?.size ?? 0,
      contributors: contributors?.map(({ name }) => name).join('; ') ?? '',
      missing: missing?.map(({ name }) => name).join('; ') ?? '',
    },
    hashes: {
      ...Object.fromEntries(Object.entries(roots).flatMap(([name, one]) => (one ? [[name, one.root]] : []))),
      leaf: leafHash,
    },
  };
}

/** Steps of a draw that are done: offer, commit, hand over, draw, open, publish. */
function stepOf(
  session: SessionView,
  draw: DrawView | undefined,
  contributions: readonly ContributionView[],
): number {
  if (session.state === 'closed') return 6;
  if (session.state === 'open') return 5;
  if (!draw) return 0;
  if (draw.state === 'drawn') return 4;
  return contributions.some(({ receivedAt }) => !receivedAt) ? 2 : 3;
}

/** What a page says of a session's draws; undefined where there is no such session. */
export async function drawView(tx: Tx, sessionId: string) {
  const session = await sessionById(tx, sessionId);
  const competition = session && (await competitionById(tx, session.competitionId));
  if (!session || !competition) return undefined;
  const draws = await drawsOf(tx, sessionId);
  const current = draws.find(({ id }) => id === session.drawId);
  const contributions = current ? await contributionsOf(tx, current.id) : [];
  return {
    session,
    competition,
    current,
    contributions,
    step: stepOf(session, current, contributions),
    draws: await Promise.all(
      draws.map(async (draw) => ({ ...draw, lines: (await drawFacts(tx, draw.id)).map(factLine) })),
    ),
  };
}

/** What those who carry out a draw see on top of it. */
export async function drawWork(tx: Tx, { id: sessionId, drawId, competitionId, entry }: SessionView) {
  return {
    offers: drawId ? [] : await offersOf(tx, sessionId),
    spares: drawId ? await spareCounts(tx, drawId) : { all: 0, free: 0 },
    applications:
      entry === 'booked' ? await bookedCount(tx, sessionId) : await applicationCount(tx, competitionId),
  };
}
