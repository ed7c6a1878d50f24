import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MarkLayer } from '../../marking/index.js';
import type { ItemScore } from './score-item.js';
import { scoreSheet } from './score-sheet.js';

const right = (position: number): ItemScore => ({ position, points: 100, why: 'right' });
const pending = (position: number): ItemScore => ({ position, points: 0, why: 'pending' });
const layer = (revision: number, position: number, kind: MarkLayer['kind'], points: number): MarkLayer => ({
  revision,
  position,
  kind,
  points,
});

const anyMachine = fc
  .array(
    fc.constantFrom<Omit<ItemScore, 'position'>>(
      { points: 100, why: 'right' },
      { points: -50, why: 'wrong' },
      { points: 33, why: 'partly' },
      { points: 0, why: 'none' },
      { points: 100, why: 'annulled' },
      { points: 0, why: 'pending' },
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((scores) => scores.map((score, index) => ({ ...score, position: index + 1 })));
const anyLayers = fc
  .array(
    fc.record({
      position: fc.integer({ min: 1, max: 20 }),
      kind: fc.constantFrom<MarkLayer['kind']>('marked', 'adjudicated', 'corrected'),
      points: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 30 },
  )
  .map((layers) => layers.map((one, index) => ({ ...one, revision: index + 1 })));

describe('scoreSheet', () => {
  it('keeps every layer, and the newest correction counts, whatever came after it', () => {
    const layers = [layer(1, 2, 'marked', 60), layer(2, 2, 'corrected', 70), layer(3, 2, 'corrected', 65)];
    const sheet = scoreSheet([right(1), pending(2), pending(3)], layers);
    expect(sheet.total).toBe(165);
    expect(sheet.pending).toBe(1);
    expect(sheet.lines[1]).toEqual({
      position: 2,
      machine: { points: 0, why: 'pending' },
      layers,
      points: 65,
      why: 'corrected',
    });
    expect(scoreSheet([pending(1)], [layer(1, 1, 'adjudicated', 35)]).lines[0]).toMatchObject({
      points: 35,
      why: 'marked',
    });
  });

  it('leaves alone what no person marks, and what is annulled', () => {
    const machine: ItemScore[] = [
      { position: 1, points: 100, why: 'annulled' },
      { position: 2, points: 0, why: 'none' },
    ];
    const sheet = scoreSheet(machine, [layer(1, 1, 'marked', 20), layer(2, 2, 'corrected', 80)]);
    expect(sheet.lines.map(({ points, why }) => [points, why])).toEqual([
      [100, 'annulled'],
      [0, 'none'],
    ]);
  });

  it('is the same in whatever order layers come, and adds up exactly', () => {
    fc.assert(
      fc.property(
        anyMachine,
        anyLayers.chain((layers) =>
          fc.tuple(
            fc.constant(layers),
            fc.shuffledSubarray(layers, { minLength: layers.length, maxLength: layers.length }),
          ),
        ),
        (machine, [layers, shuffled]) => {
          const sheet = scoreSheet(machine, layers);
          expect(scoreSheet(machine, shuffled)).toEqual(sheet);
          expect(sheet.total).toBe(sheet.lines.reduce((sum, { points }) => sum + points, 0));
          expect(Number.isInteger(sheet.total)).toBe(true);
          for (const line of sheet.lines) {
            if (line.machine.why !== 'pending') expect(line).toMatchObject(line.machine);
            else if (line.layers.length === 0) expect(line.why).toBe('pending');
            else expect(line.layers.map(({ points }) => points)).toContain(line.points);
          }
        },
      ),
    );
  });
});
