import { canonicalJson, type Json } from '../../src/kernel/index.js';
import { makeFact, writeOutbox } from '../../src/platform/index.js';
import type { TestPlatform } from './platform.js';

let stated = 0;

/** States so many facts, in one transaction. @param cause who does. @returns their canonical JSON. */
export async function stateSome(platform: TestPlatform, count: number, cause: string): Promise<string[]> {
  const made = Array.from({ length: count }, () =>
    makeFact({
      type: 'competition-announced',
      subject: `test-${String((stated += 1))}`,
      cause,
      time: new Date(),
      official: 'Somebody, Test',
      shown: { number: stated },
    }),
  );
  await platform.api.parts.database.transaction((tx) =>
    writeOutbox(
      tx,
      made.map((one) => ({ type: one.fact.type, body: one as unknown as Json })),
    ),
  );
  return made.map(({ fact }) => canonicalJson(fact as unknown as Json));
}
