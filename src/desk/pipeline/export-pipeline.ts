import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { stagesOf } from '../../competition/index.js';
import { csvRecord } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { pipelineRows, isScreened, type PipelineFilter, type PipelineRow } from './pipeline-store.js';
import { furthest, standingOf, stepsOf, type PipelineStep } from './pipeline-steps.js';

const AT_ONCE = 1000;

/** How a table is told in a language. */
export interface ExportWords {
  readonly heads: readonly string[];
  readonly step: (step: PipelineStep) => string;
  readonly standing: (standing: string) => string;
  readonly local: (texts: Readonly<Record<string, string>> | null) => string;
}

/** The list of candidates as a table (RFC 4180), read and sent by the thousand; who takes it goes on record first. */
@Injectable()
export class ExportPipeline {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competition: { readonly id: string; readonly code: string },
    filter: PipelineFilter,
    words: ExportWords,
  ): Promise<Readable> {
    const { tx } = this.database;
    await recordDecision(tx, principal, {
      action: 'pipeline-exported',
      subject: competition.code,
      scopeId: competition.id,
    });
    const steps = stepsOf(await stagesOf(tx, competition.id), await isScreened(tx, competition.id));
    return Readable.from(this.#lines(competition.id, filter, steps, words), { objectMode: false });
  }

  async *#lines(
    competitionId: string,
    filter: PipelineFilter,
    steps: readonly PipelineStep[],
    words: ExportWords,
  ): AsyncGenerator<string> {
    // Spreadsheets take a file without this mark for another character set.
    yield `\uFEFF${csvRecord(words.heads)}`;
    let after: { name: string; id: string } | null = null;
    for (;;) {
      const page: PipelineRow[] = await pipelineRows(this.database.tx, competitionId, filter, after, AT_ONCE);
      if (page.length > 0) yield page.map((row) => csvRecord(cells(row, steps, words))).join('');
      const last = page.at(-1);
      if (!last || page.length < AT_ONCE) return;
      after = { name: last.fullName, id: last.id };
    }
  }
}

function cells(
  row: PipelineRow,
  steps: readonly PipelineStep[],
  words: ExportWords,
): (string | number | null)[] {
  const step = furthest(row, steps);
  return [
    row.id,
    row.fullName,
    row.language,
    row.appliedAt.toISOString(),
    step ? words.step(step) : '',
    words.standing(standingOf(row)),
    row.place,
    words.local(row.post),
  ];
}
