import { RequestMethod, type INestApplicationContext, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ACCESS, BareRoutes, type AccessRule } from '../../platform/index.js';

export interface RouteView {
  readonly method: string;
  /** As Fastify knows it: `/api/v1/sessions/:sessionId/room`. */
  readonly path: string;
  readonly handler: string;
  readonly rule: AccessRule | undefined;
}

/** Every route with its address and its access rule: the controllers' handlers, and the bare ones. */
export function listRoutes(app: INestApplicationContext): RouteView[] {
  const bare = app.get(BareRoutes).all.map(({ method, path, access }) => ({
    method,
    path,
    handler: `${method} ${path}`,
    rule: access,
  }));
  return [...controllerRoutes(app), ...bare];
}

function controllerRoutes(app: INestApplicationContext): RouteView[] {
  return [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap((wrapper) => routesOf(wrapper.metatype as Type)),
  );
}

function routesOf(controller: Type): RouteView[] {
  const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string | undefined;
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || name === 'constructor') return [];
    const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
    if (path === undefined) return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
    return [path].flat().map((one) => ({
      method: RequestMethod[method],
      path: `/${[prefix ?? '', one].join('/')}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
      handler: `${controller.name}.${name}`,
      rule: Reflect.getMetadata(ACCESS, handler) as AccessRule | undefined,
    }));
  });
}

/** @throws Error naming each handler that does not state who may call it. The platform does not start with one. */
export function assertEveryRouteStatesAccess(app: INestApplicationContext): void {
  // A bare route cannot be added without a rule.
  const open = controllerRoutes(app).filter(({ rule }) => !rule);
  if (open.length > 0) {
    throw new Error(
      `These routes do not state who may call them: ${open.map(({ handler }) => handler).join(', ')}.`,
    );
  }
}
