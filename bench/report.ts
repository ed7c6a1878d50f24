/** One measured figure beside its reference, both from the same run. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against, by name; with its value in the same unit. */
  readonly reference: string;
  readonly referenceValue: number;
}

/** Makes the figures of a bench. */
export const figureOf =
  (bench: string) =>
  (figure: string, value: number, unit: string, reference: string, referenceValue: number): Figure => ({
    bench,
    figure,
    value,
    unit,
    reference,
    referenceValue,
  });

const ratio = (figure: Figure): number => figure.value / figure.referenceValue;

/** A table for people; with `json` one object a line. */
export function report(figures: readonly Figure[], json: boolean): string {
  if (json) {
    return figures
      .map((one) =>
        JSON.stringify({
          bench: one.bench,
          figure: one.figure,
          value: round(one.value),
          unit: one.unit,
          reference: one.reference,
          ratio: round(ratio(one)),
        }),
      )
      .join('\n');
  }
  const rows = figures.map((one) => [
    one.bench,
    one.figure,
    `${String(round(one.value))} ${one.unit}`,
    `${one.reference}: ${String(round(one.referenceValue))}`,
    `${String(round(ratio(one)))}×`,
  ]);
  const head = ['bench', 'figure', 'value', 'reference', 'ratio'];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

const round = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Runs `work` for about `seconds`, after a warm-up. @returns how often a second. */
export async function rate(seconds: number, work: () => unknown): Promise<number> {
  const loop = async (limit: number): Promise<number> => {
    const until = performance.now() + limit * 1000;
    let count = 0;
    const began = performance.now();
    while (performance.now() < until) {
      const result = work();
      if (result instanceof Promise) await result;
      count += 1;
    }
    return count / ((performance.now() - began) / 1000);
  };
  await loop(seconds / 4);
  return loop(seconds);
}
