import { ValidateBy } from 'class-validator';

/** An object of short texts, as many as a profile may have rules. What they mean is checked against the rules. */
export const IsAnswers = (): PropertyDecorator =>
  ValidateBy({
    name: 'isObject',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).length <= 50 &&
        Object.entries(value).every(
          ([code, answer]) => code.length <= 40 && typeof answer === 'string' && answer.length <= 200,
        ),
      defaultMessage: () => 'answers by the code of a rule',
    },
  });
