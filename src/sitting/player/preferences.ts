/** How a candidate wants the exam to look; remembered in this browser, for every exam and practice in it. */
export interface Preferences {
  /** 0: as it is, 1 and 2: larger. */
  readonly textSize: number;
  readonly showClock: boolean;
  readonly shortcuts: boolean;
}

export const TEXT_SIZES = [0, 1, 2] as const;

const KEY = 'openmerit-display';
const FIRST: Preferences = { textSize: 0, showClock: true, shortcuts: false };

/** @param largerType an officer has granted larger type: it begins there, and the candidate may go on from it. */
export function readPreferences(largerType: boolean): Preferences {
  const kept = stored();
  return {
    textSize: TEXT_SIZES.find((size) => size === kept.textSize) ?? (largerType ? 1 : FIRST.textSize),
    showClock: kept.showClock !== false,
    shortcuts: kept.shortcuts === true,
  };
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is forbidden or full: it holds for this page.
  }
}

function stored(): Partial<Record<keyof Preferences, unknown>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}
