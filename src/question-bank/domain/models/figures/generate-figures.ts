import { shuffled, type SeededGenerator } from '../../../../kernel/index.js';
import type { Generated, GeneratedItem } from '../generated-item.js';
import { ModelError } from '../model-error.js';
import { keyPlace, modelStream } from '../model-stream.js';
import { difficultyOf } from '../write-question.js';
import { Rational } from '../rational.js';
import type { Figure } from './figure.js';
import type { FigureModelFile } from './figure-model-file.js';
import { makeOdd } from './make-odd.js';
import { balancedOptions, makePuzzle } from './make-puzzle.js';
import { image, type Picture } from '../picture.js';
import { grid, single } from './layouts.js';
import { SCENES } from './scenes/index.js';
import { FIGURE_WORDS } from './words/index.js';
import type { FigureWords } from './words/figure-words.js';

const DRAWS = 2000;

/** An item before it has a language. */
interface Drawn {
  readonly stem: readonly Figure[];
  /** The key first. */
  readonly options: readonly Figure[];
  /** How many attributes go by a rule: what makes the item hard. */
  readonly rules: number;
  readonly alt: (words: FigureWords, figures: readonly string[]) => string;
  readonly working: (words: FigureWords) => readonly string[];
  /** What is wrong with each option after the key. */
  readonly faults: (words: FigureWords) => readonly string[];
}

/**
 * The item of one seed of a model of figures, with its pictures.
 *
 * @throws ModelError with the place of what is wrong in the model.
 */
export function generateFigures(
  model: FigureModelFile,
  id: string,
  seed: number,
  languages: readonly string[],
): Generated {
  const generator = modelStream(model, seed);
  const { scene: name, layout } = model.figures;
  const scene = SCENES[name];
  const drawn = draw(model, generator, seed);
  const [key, ...others] = drawn.options.map((figure, index) => ({ figure, index }));
  if (!key) throw new ModelError('there is no key', ['figures']);
  const place = keyPlace(model, seed, drawn.options.length);
  const rest = shuffled(others, generator);
  const order = [...rest.slice(0, place), key, ...rest.slice(place)];
  const stem = grid(drawn.stem.map(scene.draw.bind(scene)), COLUMNS[layout], layout !== 'odd');
  const pictures = order.map(({ figure }) => single(scene.draw(figure)));
  const letters = order.map((_, index) => String.fromCharCode('a'.charCodeAt(0) + index));
  const item: GeneratedItem = {
    id,
    type: model.type,
    contentArea: model.contentArea,
    competency: model.competency,
    cognitiveLevel: model.cognitiveLevel,
    difficulty: difficultyOf(model.difficulty, { values: new Map([['rules', Rational.of(drawn.rules)]]) }),
    options: letters,
    answerKey: {
      points: Object.fromEntries(letters.map((letter, index) => [letter, index === place ? 100 : 0])),
    },
    model: { code: model.code, version: model.version, seed },
    text: Object.fromEntries(
      languages.map((language) => {
        const words = FIGURE_WORDS[language];
        if (!words) throw new ModelError(`figures have no words in "${language}"`, ['figures']);
        const told = drawn.stem.map((figure) => words.figure(name, figure));
        const faults = drawn.faults(words);
        const wrong = order.flatMap(({ figure, index }) =>
          index === 0
            ? []
            : [`<li><strong>${words.figure(name, figure)}</strong>: ${faults[index - 1] ?? ''}</li>`],
        );
        return [
          language,
          {
            stem: `<p>${words.question[layout]}</p><p>${image(stem, drawn.alt(words, told))}</p>`,
            options: Object.fromEntries(
              order.map(({ figure }, index) => [
                letters[index] ?? '',
                image(pictures[index] as Picture, words.figure(name, figure)),
              ]),
            ),
            rationale: `<p>${drawn.working(words).join(' ')}</p><ul>${wrong.join('')}</ul>`,
          },
        ];
      }),
    ),
  };
  return { items: [item], media: new Map([stem, ...pictures].map(({ file, svg }) => [file, svg])) };
}

const COLUMNS = { series: 6, matrix: 3, odd: 4 } as const;

function draw(model: FigureModelFile, generator: SeededGenerator, seed: number): Drawn {
  const reasons = new Map<string, number>();
  for (let tries = 0; tries < DRAWS; tries += 1) {
    const found = drawOnce(model, generator);
    if (typeof found !== 'string') return found;
    reasons.set(found, (reasons.get(found) ?? 0) + 1);
  }
  const [reason = ['nothing', 0]] = [...reasons].sort((a, b) => b[1] - a[1]);
  throw new ModelError(
    `seed ${String(seed)}: ${String(DRAWS)} draws and none will do: ${reason[0]} (${String(reason[1])} times)`,
    ['figures'],
  );
}

function drawOnce({ figures }: FigureModelFile, generator: SeededGenerator): Drawn | string {
  const scene = SCENES[figures.scene];
  const name = figures.scene;
  if (figures.layout === 'odd') {
    const puzzle = makeOdd(figures.relation, scene, generator);
    if (typeof puzzle === 'string') return puzzle;
    return {
      stem: puzzle.examples,
      options: [puzzle.odd, ...puzzle.keepers],
      rules: 1,
      alt: (words, told) => words.oddAlt(told),
      working: (words) => [
        words.relation(name, puzzle.relation, puzzle.examples),
        words.oddIs(words.figure(name, puzzle.odd)),
      ],
      faults: (words) => puzzle.keepers.map(() => words.keepsRule),
    };
  }
  const puzzle = makePuzzle(figures, scene, generator);
  if (typeof puzzle === 'string') return puzzle;
  const options = balancedOptions(puzzle, scene, generator);
  if (typeof options === 'string') return options;
  const changing = puzzle.rules.filter(({ rule }) => rule !== 'constant');
  // All lines of a figure go by one rule, which is said once.
  const told = name === 'lines' ? changing.slice(0, 1) : puzzle.rules;
  return {
    stem: puzzle.shown,
    options: options.map(({ figure }) => figure),
    rules: name === 'lines' ? 2 : changing.length,
    alt: (words, figures) =>
      puzzle.shown.length === 8 ? words.matrixAlt(figures) : words.seriesAlt(figures),
    working: (words) => [
      ...told.map((used) =>
        sentence(
          name === 'lines'
            ? words.rule(name, used)
            : `${words.attribute(name, used.attribute)}: ${words.rule(name, used)}`,
        ),
      ),
      words.keyIs(words.figure(name, puzzle.key)),
    ],
    faults: (words) =>
      options.slice(1).map(({ broken }) => words.breaks(broken.map((one) => words.attribute(name, one)))),
  };
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
