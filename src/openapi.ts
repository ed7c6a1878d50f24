import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { BareRoutes } from './platform/index.js';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what a program should look at.' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    fields: { type: 'object', additionalProperties: { type: 'string' } },
    retryAfter: { type: 'integer', description: 'Seconds.' },
    data: { type: 'object', additionalProperties: true },
  },
} as const;

/** OpenAPI 3.1 of everything under /api and /health; pages are not part of it. */
export function apiDocument(app: NestFastifyApplication, origin: string): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('OpenMerit')
      .setDescription(
        'The whole recruitment round, by API. Sign in at POST /api/v1/session and keep the cookie; send the csrfToken ' +
          'of GET /api/v1/session as x-csrf-token with every change. Points are hundredths of a point, times are UTC.',
      )
      .setVersion('1')
      .addServer(origin)
      .addCookieAuth('openmerit')
      .addBearerAuth(
        { type: 'http', scheme: 'bearer', description: 'A sitting token, for saving responses.' },
        'sitting',
      )
      .setOpenAPIVersion('3.1.0')
      .build(),
  );
  for (const { method, path, operation } of app.get(BareRoutes).all) {
    if (!operation) continue;
    const described = path.replace(/:(\w+)/g, '{$1}');
    document.paths[described] = { ...document.paths[described], [method.toLowerCase()]: operation };
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM as never },
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path as Record<string, { responses?: Record<string, unknown> }>)) {
      if (!operation.responses) continue;
      operation.responses['default'] = {
        description: 'A refusal: RFC 9457 problem details with a stable code.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return document;
}

/** Serves the description at /api/docs (a page), /api/docs/json and /api/docs/yaml. */
export function describeApi(app: NestFastifyApplication, origin: string): void {
  SwaggerModule.setup('api/docs', app, () => apiDocument(app, origin), {
    jsonDocumentUrl: 'api/docs/json',
    yamlDocumentUrl: 'api/docs/yaml',
  });
}
