import type { CompetitionView, StageView } from '../../competition/index.js';
import { postNotices } from '../../notice/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Outcome } from '../domain/apply-rule.js';

interface Told {
  readonly applicationId: string;
  readonly outcome: Outcome;
}

/** Tells whoever took part whether they go on; after another version those alone for whom it is otherwise now. */
export async function tellEntrants(
  tx: Tx,
  input: {
    readonly competition: CompetitionView;
    readonly stage: StageView;
    readonly conclusionId: string;
    readonly now: readonly Told[];
    readonly was: readonly Told[] | null;
  },
): Promise<void> {
  const { competition, stage, conclusionId, now, was } = input;
  const before = new Map(was?.map(({ applicationId, outcome }) => [applicationId, outcome]));
  const told = new Map(
    now
      .filter(({ applicationId, outcome }) => outcome !== 'absent' && before.get(applicationId) !== outcome)
      .map(({ applicationId, outcome }) => [applicationId, outcome]),
  );
  const people = await rows<{ id: string; personId: string }>(
    tx,
    'SELECT id, person_id AS "personId" FROM application WHERE id = ANY($1::uuid[])',
    [[...told.keys()]],
  );
  await postNotices(
    tx,
    people.map(({ id, personId }) => ({
      kind: told.get(id) === 'advanced' ? ('stage-advanced' as const) : ('stage-out' as const),
      personId,
      about: conclusionId,
      details: { stage: stage.title, competition: competition.title },
      path: `/competitions/${competition.id}/my-path`,
    })),
  );
}
