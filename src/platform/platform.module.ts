import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { Bus } from './bus/bus.js';
import { Database } from './database/database.js';
import { BareRoutes } from './http/bare-routes.js';
import type { KeptPages } from './http/kept-pages.js';
import { Pages } from './http/pages.js';
import { Files } from './files/files.js';
import { KeyRing } from './keys/key-ring.js';
import { JobQueue } from './queue/job-queue.js';
import type { Config } from './config/config.js';
import type { Translator } from './i18n/i18n.js';

/** Injection tokens for what is no class. */
export const CONFIG = Symbol('openmerit:config');
export const LOGGER = Symbol('openmerit:logger');
export const TRANSLATOR = Symbol('openmerit:translator');

export interface PlatformParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly bus: Bus;
  readonly keys: KeyRing;
  readonly files: Files;
  readonly pages: Pages;
  readonly bareRoutes: BareRoutes;
  readonly keptPages: KeptPages;
  readonly translator: Translator;
}

/** What every stage may ask for: Database, JobQueue, Bus, KeyRing, Pages, BareRoutes by class; CONFIG and LOGGER by token. */
@Module({})
export class PlatformModule {
  static with(parts: PlatformParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: LOGGER, useValue: parts.logger },
      { provide: TRANSLATOR, useValue: parts.translator },
      { provide: Database, useValue: parts.database },
      { provide: JobQueue, useValue: parts.queue },
      { provide: Bus, useValue: parts.bus },
      { provide: KeyRing, useValue: parts.keys },
      { provide: Files, useValue: parts.files },
      { provide: Pages, useValue: parts.pages },
      { provide: BareRoutes, useValue: parts.bareRoutes },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
