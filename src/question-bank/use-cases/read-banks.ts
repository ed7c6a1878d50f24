import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { checkAnswers, type AnswersFile } from '../domain/check-answers.js';
import type {
  BankFile,
  Fault,
  ItemFile,
  Located,
  PracticeFile,
  ProgrammeFile,
} from '../domain/bank-files.js';
import { checkItems } from '../domain/check-items.js';
import { checkPractice } from '../domain/check-practice.js';
import { checkProgramme } from '../domain/check-programme.js';
import { mediaFiles, type Media } from '../domain/media.js';
import { locate, parseYaml } from '../domain/parse-yaml.js';
import { checkModels } from './check-models.js';
import { checkEnemies, type EnemyPair } from './read-enemies.js';
import { readMedia } from './read-media.js';
import { schemaFaults } from './schema-faults.js';
import { addTranslations } from './read-translations.js';

export interface ReadBank {
  readonly bank: BankFile;
  readonly items: readonly ItemFile[];
  /** Pictures by their file's name. */
  readonly media: ReadonlyMap<string, Media>;
  readonly enemies: readonly EnemyPair[];
}

/** A bank whose answer keys are open, and its exams. */
export interface ReadPractice extends ReadBank {
  readonly exams: readonly PracticeFile[];
}

const SCHEMAS = [
  'bank',
  'items',
  'programme',
  'translated-bank',
  'translations',
  'enemies',
  'answers',
  'practice',
] as const;
type Schema = (typeof SCHEMAS)[number];

export interface ReadFolder {
  /** The banks that exams draw from. Practice banks are not among them, whoever asks. */
  readonly banks: readonly ReadBank[];
  readonly practice: readonly ReadPractice[];
  readonly programmes: readonly ProgrammeFile[];
  /** By file and line; with any of them nothing is loaded. */
  readonly faults: readonly Fault[];
}

/**
 * Reads and checks `question-banks/`: every bank folder, every programme, against the schemas and the rules beyond.
 *
 * @param folder the folder that has `schema/`, `programmes/` and one folder for each bank.
 */
export function readBanks(folder: string): ReadFolder {
  const reader = new Reader(folder);
  const all = bankFolders(folder).flatMap((name) => reader.bank(name));
  const banks = all.filter(({ bank }) => !bank.practice);
  const practice = all.filter(({ bank }) => bank.practice);
  const programmes = reader.programmes(
    banks,
    practice.map(({ bank }) => bank.code),
  );
  const faults = [...reader.faults, ...idsOverBanks(all)].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
  return { banks, practice, programmes, faults };
}

/**
 * Reads the banks alone that say "practice: true": no item of any other bank is looked at.
 *
 * @throws where one of them has a fault; `npm run banks:check` names it.
 */
export function readPractice(folder: string): readonly ReadPractice[] {
  const reader = new Reader(folder);
  const practice = bankFolders(folder)
    .filter((name) => reader.isPractice(name))
    .flatMap((name) => reader.bank(name));
  const [fault] = reader.faults;
  if (fault) throw new Error(`${fault.file}:${String(fault.line)}: ${fault.message}`);
  return practice;
}

const bankFolders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'bank.yaml')))
    .map((entry) => entry.name)
    .sort();

class Reader {
  readonly faults: Fault[] = [];
  readonly #schemas: Readonly<Record<Schema, ValidateFunction>>;

  constructor(private readonly folder: string) {
    const ajv = new Ajv2020({ allErrors: true, useDefaults: false });
    const schema = (name: string): ValidateFunction =>
      ajv.compile(
        JSON.parse(readFileSync(path.join(folder, 'schema', `${name}.schema.json`), 'utf8')) as object,
      );
    this.#schemas = Object.fromEntries(SCHEMAS.map((name) => [name, schema(name)])) as Record<
      Schema,
      ValidateFunction
    >;
  }

  isPractice(name: string): boolean {
    return this.#read<BankFile>(path.join(name, 'bank.yaml'), 'bank')?.value.practice === true;
  }

  bank(name: string): ReadPractice[] {
    const found = this.#read<BankFile>(path.join(name, 'bank.yaml'), 'bank');
    if (!found) return [];
    if (found.value.code !== name)
      this.#fault(found, ['code'], `the code is "${found.value.code}" and the folder "${name}"`);
    const written = this.#itemFiles(name).flatMap((file): Located<ItemFile>[] => {
      const list = this.#read<readonly ItemFile[]>(file, 'items');
      return list ? list.value.map((item, index) => locate(list, [index], item)) : [];
    });
    const { bank, items, faults } = addTranslations(
      this.folder,
      { bank: found.value, items: written },
      (file, schema) => this.#read(file, schema),
    );
    const { media, faults: mediaFaults } = readMedia(this.folder, name);
    const needsSources = items.some(({ value }) => value.type === 'single-choice' && value.sources);
    const beside = checkEnemies(this.#beside<readonly EnemyPair[]>(name, 'enemies'), items);
    const answers = this.#beside<AnswersFile>(name, 'answers');
    if (answers) this.faults.push(...checkAnswers(answers, items, bank.sourceLanguage));
    this.faults.push(...beside.faults, ...faults, ...mediaFaults, ...checkItems(bank, items, needsSources));
    this.faults.push(...checkModels(this.folder, found.value, written));
    for (const item of items) this.#checkMedia(item, media);
    const values = items.map(({ value }) => value);
    const exams = this.#beside<readonly PracticeFile[]>(name, 'practice');
    this.faults.push(...checkPractice(found, values, exams));
    return [{ bank, items: values, media, enemies: beside.enemies, exams: exams?.value ?? [] }];
  }

  /** A file beside bank.yaml that a bank may have. */
  #beside<T>(bank: string, schema: Schema): Located<T> | null {
    const file = path.join(bank, `${schema}.yaml`);
    return existsSync(path.join(this.folder, file)) ? this.#read<T>(file, schema) : null;
  }

  #checkMedia(item: Located<ItemFile>, media: ReadonlyMap<string, Media>): void {
    for (const [language, text] of Object.entries(item.value.text)) {
      const bodies = [text.stem, text.rationale ?? '', ...Object.values({ ...text.options, ...text.labels })];
      for (const file of bodies.flatMap(mediaFiles).filter((file) => !media.has(file))) {
        const at = ['text', language];
        this.faults.push({
          file: item.fileOf?.(at) ?? item.file,
          line: item.lineOf(at),
          message: `${item.value.id}: there is no picture media/${file}`,
        });
      }
    }
  }

  programmes(banks: readonly ReadBank[], practice: readonly string[]): ProgrammeFile[] {
    const folder = path.join(this.folder, 'programmes');
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    return files.sort().flatMap((file) => {
      const found = this.#read<ProgrammeFile>(path.join('programmes', file), 'programme');
      if (!found) return [];
      this.faults.push(...checkProgramme(found, banks, path.basename(file, '.yaml'), practice));
      return [found.value];
    });
  }

  #itemFiles(bank: string): string[] {
    const folder = path.join(this.folder, bank, 'items');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => path.join(bank, 'items', file));
  }

  #read<T>(file: string, schema: Schema): Located<T> | null {
    const { document, faults } = parseYaml(file, readFileSync(path.join(this.folder, file), 'utf8'));
    this.faults.push(...faults);
    if (!document) return null;
    const validate = this.#schemas[schema];
    const wrong = schemaFaults(validate, document);
    this.faults.push(...wrong);
    return wrong.length === 0 ? (document as Located<T>) : null;
  }

  #fault(document: Located<unknown>, at: readonly (string | number)[], message: string): void {
    this.faults.push({ file: document.file, line: document.lineOf(at), message });
  }
}

function idsOverBanks(banks: readonly ReadBank[]): Fault[] {
  const owners = new Map<string, string>();
  return banks.flatMap(({ bank, items }) =>
    items.flatMap(({ id }) => {
      const owner = owners.get(id);
      owners.set(id, bank.code);
      return owner && owner !== bank.code
        ? [
            {
              file: path.join(bank.code, 'bank.yaml'),
              line: 1,
              message: `${id} stands in the bank "${owner}" too`,
            },
          ]
        : [];
    }),
  );
}
