import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_OF_A_KIND, incidentFigures, type IncidentCount } from './incident-figures.js';
import { INCIDENT_KINDS } from './incident-state.js';

const count = (year: number, kind: IncidentCount['kind'], decided: number, more = {}): IncidentCount => ({
  year,
  kind,
  decided,
  found: 0,
  contested: 0,
  reviewed: 0,
  overturned: 0,
  setAside: 0,
  ...more,
});

describe('figures of incidents', () => {
  it('say of each year how many were overturned, the newest first', () => {
    const reviewed = { found: 6, contested: 3, reviewed: 3, overturned: 1, setAside: 2 };
    expect(
      incidentFigures([count(2025, 'technical', 2), count(2026, 'technical', 7, reviewed)]),
    ).toMatchObject([
      {
        year: 2026,
        decided: 7,
        ...reviewed,
        overturnedPercent: 33,
        kinds: [{ kind: 'technical', decided: 7 }],
      },
      { year: 2025, decided: 2, overturnedPercent: null, kinds: [] },
    ]);
  });

  it('do not tell a small kind apart, nor let it be found by subtracting', () => {
    const [year] = incidentFigures([
      count(2026, 'technical', 9),
      count(2026, 'disturbance', 6),
      count(2026, 'other-person', 1),
    ]);
    expect(year?.kinds).toEqual([
      expect.objectContaining({ kind: 'technical', decided: 9 }),
      expect.objectContaining({ kind: 'rest', decided: 7 }),
    ]);
  });

  it('tell nothing of fewer than enough, and leave nothing out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({ kind: fc.constantFrom(...INCIDENT_KINDS), decided: fc.integer({ min: 0, max: 12 }) }),
          { selector: ({ kind }) => kind },
        ),
        (kinds) => {
          const [year] = incidentFigures(kinds.map(({ kind, decided }) => count(2026, kind, decided)));
          const told = year?.kinds ?? [];
          for (const { decided } of told) expect(decided).toBeGreaterThanOrEqual(FEWEST_OF_A_KIND);
          if (told.length > 0)
            expect(told.reduce((sum, { decided }) => sum + decided, 0)).toBe(year?.decided);
        },
      ),
    );
  });
});
