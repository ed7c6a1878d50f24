import { fastifyCookie } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** A cookie of a request; bare routes have no plugin that reads them. */
export const cookieOf = (request: FastifyRequest, name: string): string | undefined =>
  fastifyCookie.parse(request.headers.cookie ?? '')[name];
