import { formatPoints, formatScaled } from '../../platform/index.js';
import type { PlaceView } from '../store/ranking-store.js';

export interface PlaceWords {
  /** Codes of the columns after the total. */
  readonly parts: readonly string[];
  /** Whether there is a column of points on a scale. */
  readonly isScaled: boolean;
  /** Of the pages that explain a place, without the number. */
  readonly address: string;
  readonly language: string;
  readonly notPassed: string;
}

/** Places as rows of a table: place, name, number, total, the total on a scale where there is one, and each part. */
export const placeRows = (
  places: readonly PlaceView[],
  { parts, isScaled, address, language, notPassed }: PlaceWords,
) =>
  places.map(({ place, fullName, candidateNumber, points, byPart, scaled, scaledParts }) => {
    const number =
      place === null
        ? { text: candidateNumber }
        : { text: candidateNumber, href: `${address}/${candidateNumber}` };
    const onScale = isScaled ? [scaled === null ? '' : formatScaled(scaled, language)] : [];
    const ofParts = parts.map((code) => {
      const part = byPart[code];
      if (part === undefined) return '';
      const own = formatPoints(part, language);
      const scaledPart = scaledParts?.[code];
      return scaledPart === undefined ? own : `${own} → ${formatScaled(scaledPart, language)}`;
    });
    return {
      cells: [place ?? notPassed, fullName, number, formatPoints(points, language), ...onScale, ...ofParts],
    };
  });
