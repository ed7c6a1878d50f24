import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
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
  new RequestPipe({
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

/**
 * Checks DTOs, and before that every text anywhere in a request: PostgreSQL keeps no NUL, and half a character has no
 * canonical form, so both are refused here rather than found by a fault deep inside.
 */
class RequestPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom' && !isKeepable(value)) {
      throw new RefusalError({
        code: 'REQUEST.INVALID',
        kind: 'invalid',
        detail: 'A text holds characters that cannot be kept.',
      });
    }
    return (await super.transform(value, metadata)) as unknown;
  }
}

/** Whether every text in a value, keys included, is well-formed Unicode without NUL. */
export function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(isKeepable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isKeepable(key) && isKeepable(member));
}
