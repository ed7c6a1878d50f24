import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isDay } from '../../kernel/index.js';

/** class-validator's form of {@link isDay}. */
export const IsDay = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name: 'isDate', validator: { validate: isDay, defaultMessage: () => 'a day' } }, options);
