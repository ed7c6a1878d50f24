import { drawnPlace } from '../../form/index.js';
import { sameBytes, sha256 } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { itemsForDelivery, itemsToScore, mediaAddresses, pictureHashes } from '../../question-bank/index.js';
import { answerSheets } from '../../sitting/index.js';
import { rubricOf } from '../domain/check-mark.js';
import { isChangeable, ownAssignment } from '../store/assignment-store.js';
import { ownMark, type MarkView } from '../store/mark-store.js';

/** The words of a task in one language. Bodies are clean HTML. */
export interface TaskWords {
  readonly language: string;
  readonly stem: string;
  /** Of the case that it belongs to. */
  readonly stimulus: string | null;
  readonly rubric: readonly {
    readonly criterion: string;
    readonly points: number;
    readonly name: string;
    readonly levels: readonly { readonly points: number; readonly looks: string }[];
  }[];
}

/**
 * What a marker sees of a text, and nothing else: no name, no number, nobody's mark but their own. The task comes in every
 * language of the form, so that not even the candidate's own shows.
 */
export interface TextToMarkView {
  readonly textId: string;
  readonly text: string;
  readonly tasks: readonly TaskWords[];
  readonly own: MarkView | undefined;
  readonly canChange: boolean;
}

/** The text that a marker has in hand or has marked, whole; undefined where it is not theirs, or is wanted no more. */
export async function textToMark(
  tx: Tx,
  sessionId: string,
  accountId: string,
  textId: string,
): Promise<TextToMarkView | undefined> {
  const own = await ownAssignment(tx, sessionId, accountId, textId);
  if (!own) return undefined;
  const [sheet] = await answerSheets(tx, [own.sittingId]);
  const text = sheet?.answers[String(own.position)];
  if (text === undefined || !sameBytes(sha256(text), own.textHash)) return undefined;
  return {
    textId,
    text,
    tasks: await tasksOf(tx, own),
    own: await ownMark(tx, textId, accountId),
    canChange: isChangeable(own),
  };
}

async function tasksOf(
  tx: Tx,
  own: { readonly sittingId: string; readonly position: number; readonly itemVersionId: string },
): Promise<TaskWords[]> {
  const place = await drawnPlace(tx, own.sittingId, own.position);
  if (!place) throw new Error('A text stands in a form.');
  const stimuli = place.case?.translations ?? {};
  const words = await itemsForDelivery(tx, [...Object.values(place.translations), ...Object.values(stimuli)]);
  const item = (await itemsToScore(tx, [own.itemVersionId])).get(own.itemVersionId);
  const rubric = rubricOf(item?.answerKey);
  return Object.entries(place.translations).flatMap(([language, translationId]): TaskWords[] => {
    const said = words.get(translationId);
    if (!said) return [];
    const label = (key: string): string => said.labels[key] ?? '';
    return [
      {
        language,
        stem: said.stem,
        stimulus: words.get(stimuli[language] ?? '')?.stem ?? null,
        rubric: rubric.map(({ criterion, points, levels = [] }) => ({
          criterion,
          points,
          name: label(criterion),
          levels: levels.map((level) => ({
            points: level,
            looks: label(`${criterion}-${String(level)}`),
          })),
        })),
      },
    ];
  });
}

/** The pictures of some tasks: hash → data: URI. */
export async function taskPictures(
  tx: Tx,
  tasks: readonly TaskWords[],
): Promise<Readonly<Record<string, string>>> {
  const hashes = pictureHashes(tasks.flatMap(({ stem, stimulus }) => [stem, stimulus ?? '']));
  return hashes.length === 0 ? {} : Object.fromEntries(await mediaAddresses(tx, hashes));
}
