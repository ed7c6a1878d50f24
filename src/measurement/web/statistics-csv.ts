import { csvRecord } from '../../kernel/index.js';
import type { ItemBody } from '../store/statistics-store.js';

const HEAD = [
  'item',
  'item_version',
  'part',
  'type',
  'taken',
  'exposure',
  'annulled',
  'difficulty',
  'point_biserial',
  'omitted',
  'median_seconds',
  'timed',
  'option',
  'right',
  'chosen',
  'option_point_biserial',
  'by_group',
  'flags',
];

/** One line for each option of an item, one for an item without options; numbers as in docs/spec/statistics.md. */
export function statisticsCsv(items: readonly ItemBody[]): string {
  const lines = items.flatMap((one) => {
    const own = [
      one.itemCode,
      one.item,
      one.part,
      one.type,
      one.taken,
      one.exposure,
      one.annulled ? 1 : 0,
      one.difficulty,
      one.pointBiserial ?? '',
      one.omitted,
      one.medianMilliseconds === null ? '' : one.medianMilliseconds / 1000,
      one.timed,
    ];
    const flags = one.flags
      .map(({ code, option }) => (option === undefined ? code : `${code}:${option}`))
      .join(' ');
    if (one.offered.length === 0) return [[...own, '', '', '', '', '', flags]];
    return one.offered.map((option) => {
      const known = one.options.find((other) => other.option === option);
      return [
        ...own,
        option,
        one.keyed.includes(option) ? 1 : 0,
        known?.chosen ?? 0,
        known?.pointBiserial ?? '',
        known?.byGroup.join(' ') ?? '',
        flags,
      ];
    });
  });
  return [HEAD, ...lines].map(csvRecord).join('');
}
