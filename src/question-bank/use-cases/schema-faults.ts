import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Fault, Located } from '../domain/bank-files.js';

/** What a schema finds wrong in a document, each with its line. None: the document has the schema's shape. */
export function schemaFaults(validate: ValidateFunction, document: Located<unknown>): Fault[] {
  if (validate(document.value)) return [];
  // That a branch of the schema did not fit says nothing beside what did not fit in it.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return errors.map(({ instancePath, message, params }) => {
    const path = instancePath
      .split('/')
      .slice(1)
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~')));
    const extra = (params as { additionalProperty?: string }).additionalProperty;
    const where = path.length > 0 ? `${path.join('.')} ` : '';
    return {
      file: document.file,
      line: document.lineOf(path),
      message: `${where}${message ?? 'is not right'}${extra ? ` ("${extra}")` : ''}`,
    };
  });
}
