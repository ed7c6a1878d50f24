import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Fault, Located } from '../domain/bank-files.js';
import type { ListsFile, ModelFile } from '../domain/models/model-file.js';
import { parseYaml } from '../domain/parse-yaml.js';
import { schemaFaults } from './schema-faults.js';

export interface ReadModels {
  readonly models: readonly Located<ModelFile>[];
  readonly lists: ListsFile;
  readonly faults: readonly Fault[];
}

const NONE: ReadModels = { models: [], lists: {}, faults: [] };

/**
 * Reads a bank's item models and the lists that they share, and holds them against their schemas.
 *
 * @param folder the folder of all banks; faults name files as seen from there.
 */
export function readModels(folder: string, bank: string): ReadModels {
  const models = path.join(bank, 'models');
  if (!existsSync(path.join(folder, models))) return NONE;
  const faults: Fault[] = [];
  const schema = validators(folder);
  const read = <T>(file: string, validate: ValidateFunction): Located<T> | undefined => {
    const { document, faults: found } = parseYaml(file, readFileSync(path.join(folder, file), 'utf8'));
    faults.push(...found);
    if (!document) return undefined;
    const wrong = schemaFaults(validate, document);
    faults.push(...wrong);
    return wrong.length > 0 ? undefined : (document as Located<T>);
  };
  const lists = path.join(bank, 'lists.yaml');
  const shared = existsSync(path.join(folder, lists)) ? read<ListsFile>(lists, schema.lists) : undefined;
  const found = readdirSync(path.join(folder, models))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => read<ModelFile>(path.join(models, file), schema.model) ?? []);
  for (const model of found) {
    const name = path.basename(model.file, '.yaml');
    if (model.value.code !== name) {
      const message = `the code is "${model.value.code}" and the file "${name}"`;
      faults.push({ file: model.file, line: model.lineOf(['code']), message });
    }
  }
  return { models: found, lists: shared?.value ?? {}, faults };
}

interface Validators {
  readonly model: ValidateFunction;
  readonly lists: ValidateFunction;
}

/** Compiling a schema takes longer than all else here; the same schemas are compiled once. */
const compiled = new Map<string, Validators>();

function validators(folder: string): Validators {
  const [lists = '', model = ''] = ['lists', 'model'].map((name) =>
    readFileSync(path.join(folder, 'schema', `${name}.schema.json`), 'utf8'),
  );
  const known = compiled.get(lists + model);
  if (known) return known;
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addSchema(JSON.parse(lists) as object);
  const made = {
    lists: ajv.compile({ $ref: 'https://openmerit.example/schema/lists.schema.json' }),
    model: ajv.compile(JSON.parse(model) as object),
  };
  compiled.set(lists + model, made);
  return made;
}
