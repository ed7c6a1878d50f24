import { formatNumber } from '../../platform/i18n/formats.js';
import type { OpenMeritRequest, Pages } from '../../platform/index.js';
import type { BankTaxonomy } from '../../question-bank/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { formReport, type Dimension, type FormReport } from '../domain/assembly/form-report.js';
import type { ScoreDifference } from '../domain/assembly/simulate.js';
import type { AssemblyResult, StoredForm } from '../store/assembly-store.js';
import { BlueprintWords, type Words } from './blueprint-words.js';

/** The report of an assembly as its page shows it: numbers in the reader's own way of writing. */
export function shownReport(
  pages: Pages,
  request: OpenMeritRequest,
  banks: readonly BankTaxonomy[],
  blueprint: Blueprint,
  forms: readonly StoredForm[],
  result: AssemblyResult,
): Record<string, unknown> {
  const t: Words = (key, parameters) => pages.t(request.language, key, parameters);
  const words = new BlueprintWords(t, request.language, banks);
  const number = (value: number, decimals = 2): string =>
    formatNumber(Number(value.toFixed(decimals)) + 0, request.language);
  const report = formReport(forms, result);
  const { simulation } = result;
  const furthest = simulation.pairs.reduce<ScoreDifference | undefined>(
    (most, pair) => (most && Math.abs(most.difference) >= Math.abs(pair.difference) ? most : pair),
    undefined,
  );
  const value = (dimension: Dimension, code: string): string => {
    switch (dimension) {
      case 'part':
        return words.part(blueprint, code);
      case 'difficulty':
        return code;
      case 'type':
        return words.type(code);
      default:
        return words.filter({ [dimension]: code });
    }
  };
  return {
    names: report.names,
    items: report.items,
    several: report.names.length > 1,
    targets: report.targets.map(({ measure, ability, target, values }) => ({
      measure: t('form:report.at', { measure: t(`form:report.${measure}`), ability: number(ability) }),
      target: number(target),
      values: values.map((one) => number(one)),
      furthest: number(Math.max(...values.map((one) => Math.abs(one - target))), 3),
    })),
    content: report.content.map(({ dimension, rows }) => ({
      dimension: t(`form:report.dimension.${dimension}`),
      rows: rows.map((row) => ({ value: value(dimension, row.value), counts: row.counts })),
    })),
    overlap: report.overlap,
    exposure: report.exposure.map((one) => ({ ...one, mean: number(one.mean, 1) })),
    everShown: report.exposure.some(({ most }) => most > 0),
    curves: curveRows(report, number),
    scores: simulation.forms.map(({ name, mean, deviation }) => ({
      name,
      mean: number(mean),
      deviation: number(deviation),
      ...fromFirst(report, simulation.pairs, name, number),
    })),
    furthest: furthest && {
      one: furthest.one,
      other: furthest.other,
      difference: number(Math.abs(furthest.difference)),
      error: number(furthest.error),
    },
    examinees: number(simulation.examinees),
    seconds: number(result.seconds, 1),
    deviation: number(
      Math.max(
        0,
        ...report.targets.flatMap(({ target, values }) => values.map((one) => Math.abs(one - target))),
      ),
      3,
    ),
  };
}

/** Every whole ability: the plots have more, the CSV too. */
const curveRows = (report: FormReport, number: (value: number) => string) =>
  report.abilities.flatMap((ability, at) =>
    Number.isInteger(ability)
      ? [
          {
            ability: number(ability),
            scores: report.expectedScore.map(({ values }) => number(values[at] ?? 0)),
            information: report.information.map(({ values }) => number(values[at] ?? 0)),
          },
        ]
      : [],
  );

function fromFirst(
  report: FormReport,
  pairs: readonly ScoreDifference[],
  name: string,
  number: (value: number) => string,
): { difference?: string; error?: string } {
  const pair = pairs.find(({ one, other }) => one === report.names[0] && other === name);
  return pair ? { difference: number(pair.difference), error: number(pair.error) } : {};
}
