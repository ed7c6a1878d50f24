import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { RefusalError } from './problem.js';

function collect(errors: readonly ValidationError[], prefix = ''): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const error of errors) {
    const name = prefix + error.property;
    // The constraint's name, not its message: messages can repeat what was sent.
    const [first] = Object.keys(error.constraints ?? {});
    if (first) fields[name] = first;
    Object.assign(fields, collect(error.children ?? [], `${name}.`));
  }
  return fields;
}

/** Checks DTOs: unknown fields are refused, strings are not turned into numbers behind the sender's back. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new RefusalError({
        code: 'REQUEST.INVALID',
        kind: 'invalid',
        detail: 'Some fields are missing or not of the right form.',
        fields: collect(errors),
      }),
  });
