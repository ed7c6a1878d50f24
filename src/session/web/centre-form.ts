import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type Refusal, refuseFields } from '../../kernel/index.js';
import { SEAT_FEATURES } from '../domain/seat-features.js';
import { readLabels } from '../domain/seat-plan.js';
import type { RoomView } from '../store/centre-store.js';
import type { CentreWish } from '../use-cases/save-centre.js';
import type { RoomWish } from '../use-cases/save-room.js';
import { CentreWishDto } from './dto/centre.dto.js';
import { textOf, textsOf, ticked, type Typed } from './form-fields.js';

/** A centre as it was typed. */
export const readCentre = (body: Typed, languages: readonly string[]): CentreWish => ({
  code: textOf(body, 'code').trim().toUpperCase(),
  name: textsOf(body, 'name', languages),
  address: textsOf(body, 'address', languages),
  timeZone: textOf(body, 'timeZone').trim(),
  contact: textOf(body, 'contact').trim(),
});

/** What the API's rules say of it, by the form's own fields; undefined where all is well. */
export function centreFaults(wish: CentreWish, languages: readonly string[]): Refusal | undefined {
  const errors = validateSync(plainToInstance(CentreWishDto, wish), { stopAtFirstError: true });
  if (errors.length === 0) return undefined;
  const byLanguage = new Set(['name', 'address']);
  const fields = Object.fromEntries(
    errors.map(({ property, constraints }) => [
      byLanguage.has(property) ? `${property}.${languages[0] ?? 'en'}` : property,
      Object.values(wish[property as keyof CentreWish]).length === 0
        ? 'isNotEmpty'
        : (Object.keys(constraints ?? {})[0] ?? 'isString'),
    ]),
  );
  return refuseFields(fields).refusal;
}

/** A centre's values for its form. */
export const centreValues = (centre: CentreWish): Record<string, string> => ({
  code: centre.code,
  timeZone: centre.timeZone,
  contact: centre.contact,
  ...prefixed('name', centre.name),
  ...prefixed('address', centre.address),
});

const prefixed = (name: string, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [`${name}.${language}`, text]));

/** A room as it was typed: a number of seats, or labels. */
export function readRoom(body: Typed): RoomWish {
  const count = textOf(body, 'count').trim();
  return {
    name: textOf(body, 'name').trim().slice(0, 60),
    features: ticked(body, 'features', SEAT_FEATURES),
    seats: {
      count: /^\d{1,6}$/.test(count) ? Number(count) : undefined,
      labels: readLabels(textOf(body, 'labels')),
      features: Object.fromEntries(
        SEAT_FEATURES.map((feature) => [feature, readLabels(textOf(body, feature))]),
      ),
    },
  };
}

/** A room's values for its form. */
export const roomValues = ({ name, features, seats }: RoomView): Record<string, unknown> => ({
  name,
  features,
  labels: seats.map(({ label }) => label).join(', '),
  ...Object.fromEntries(
    SEAT_FEATURES.map((feature) => [
      feature,
      seats
        .filter((seat) => seat.features.includes(feature))
        .map(({ label }) => label)
        .join(', '),
    ]),
  ),
});
