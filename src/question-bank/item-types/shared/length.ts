import type { ItemShape, TypeFault } from '../item-type.js';
import { faultIf } from './checks.js';

/** How many characters (UTF-16 units, as browsers count them) an answer may have. */
export const maximumOf = ({ structure }: Pick<ItemShape, 'structure'>, otherwise: number): number =>
  typeof structure['maximum'] === 'number' ? structure['maximum'] : otherwise;

/** A maximum that is no whole number from 1 to `limit`. */
export const wrongMaximum = ({ structure }: Pick<ItemShape, 'structure'>, limit: number): TypeFault[] => {
  const { maximum } = structure;
  return faultIf(
    maximum !== undefined &&
      !(typeof maximum === 'number' && Number.isInteger(maximum) && maximum >= 1 && maximum <= limit),
    ['structure', 'maximum'],
    `the maximum should be a whole number of characters up to ${String(limit)}`,
  );
};
