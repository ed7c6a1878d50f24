import { refuseFields, type Result } from '../../kernel/index.js';
import { isTimeZone, textOf, type Typed } from '../../session/index.js';
import type { SlotView } from '../store/candidate-store.js';
import type { SlotWish } from '../use-cases/plan-slot.js';
import { wallTimeOf, fromWallTime } from '../domain/wall-time.js';

const USUAL_MINUTES = 45;

/** What the form asks for; its time is that of its time zone. Refusal: REQUEST.INVALID. */
export function slotFrom(body: Typed): Result<SlotWish> {
  const timeZone = textOf(body, 'timeZone').trim();
  const startsAt = isTimeZone(timeZone) ? fromWallTime(textOf(body, 'startsAt'), timeZone) : undefined;
  const minutes = Number(textOf(body, 'minutes'));
  const faults = {
    ...(!isTimeZone(timeZone) && { timeZone: 'COMMISSION.TIME_ZONE' }),
    ...(isTimeZone(timeZone) && !startsAt && { startsAt: 'isDate' }),
    ...((!Number.isInteger(minutes) || minutes < 5 || minutes > 480) && { minutes: 'isInt' }),
  };
  if (!startsAt || Object.keys(faults).length > 0) return refuseFields(faults);
  return {
    ok: true,
    value: {
      startsAt,
      minutes,
      timeZone,
      place: textOf(body, 'place').slice(0, 500),
      reason: textOf(body, 'reason').slice(0, 500),
    },
  };
}

/** What stands in the form. @param usual a slot of another candidate, from which zone and place are taken. */
export function slotValues(slot: SlotView | null, usual: SlotView | null): Record<string, string> {
  const like = slot ?? usual;
  return {
    startsAt: slot ? wallTimeOf(slot.startsAt, slot.timeZone) : '',
    minutes: String(like?.minutes ?? USUAL_MINUTES),
    timeZone: like?.timeZone ?? '',
    place: like?.place ?? '',
  };
}
