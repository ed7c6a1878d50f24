import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { FORESEE_CHANGE, ForeseeChangeHandler, RunForesee } from './appeal/index.js';
import { describeApi } from './openapi.js';
import { SCAN_DOCUMENT, ScanDocumentHandler } from './application/index.js';
import { createPages } from './page-context.js';
import { assertEveryRouteStatesAccess } from './people/index.js';
import { rows as peopleRows } from './people/index.js';
import { rows as bankRows } from './question-bank/index.js';
import { configureHttp, fastifyAdapter } from './platform/http/configure.js';
import { createLogger } from './platform/logging.js';
import {
  ASSEMBLE_FORMS,
  AssembleFormsHandler,
  RunAssembly,
  SEAL_FORMS,
  SealForms,
  SealFormsHandler,
} from './form/index.js';
import { REHEARSE, RehearseHandler, RunRehearsal } from './desk/index.js';
import { GRADE_SITTINGS, GradeSittingsHandler } from './grading/index.js';
import { COMPUTE_STATISTICS, ComputeStatisticsHandler } from './measurement/index.js';
import {
  BareRoutes,
  heldSubjects,
  KeptPages,
  Bus,
  Files,
  JobQueue,
  KeyRing,
  noteFailure,
  noteSuccess,
  openDatabase,
  openObjectStore,
  type Config,
  type PlatformParts,
} from './platform/index.js';
import { LogKey } from './registry/index.js';
import { SEND_NOTICES, SendNoticesHandler } from './notice/index.js';
import { CLOSE_SITTING, CloseSittingHandler } from './sitting/index.js';
import { Sweeper } from './worker/sweeper.js';

const here = path.dirname(fileURLToPath(import.meta.url));
/** The project's root, whether this runs from `src` (tests) or `dist/src`. */
export const PROJECT_DIR =
  path.basename(path.dirname(here)) === 'dist' ? path.resolve(here, '../..') : path.dirname(here);
export const ASSETS_DIR = path.join(PROJECT_DIR, 'dist', 'assets');

/** Opens what a process needs. Whoever calls it closes it with {@link closeParts}. */
export async function openParts(config: Config, process: 'api' | 'worker' | 'setup'): Promise<PlatformParts> {
  const logger = createLogger(config, process);
  const database = await openDatabase(config.databaseUrl, [...peopleRows, ...bankRows]);
  const queue = new JobQueue(
    { redisUrl: config.redisUrl, databaseUrl: config.databaseUrl },
    (error, job) => {
      logger.error({ job, error: error.name }, 'queue error');
    },
    {
      givenUp: (job, subject, payload, error, attempts) =>
        noteFailure(database.tx, { job, subject, scopeId: null, payload, error }, attempts),
      done: (job, subject) => noteSuccess(database.tx, job, [subject]),
      held: (job, subjects) => heldSubjects(database.tx, job, subjects),
    },
  );
  const bus = new Bus(
    {
      redisUrl: config.redisUrl,
      databaseUrl: config.databaseUrl,
      query: (sql, parameters) => database.query(sql, parameters),
    },
    (error) => {
      logger.error({ error: error.name }, 'bus error');
    },
  );
  const keys = KeyRing.open(config.keysDir);
  // Only when a page is drawn: the log gets its name where it has none, and set-up does not decide that.
  let logKey: LogKey | undefined;
  const { pages, translator } = createPages(config, () => (logKey ??= new LogKey(keys, config)).verifierText);
  return {
    config,
    logger,
    database,
    queue,
    bus,
    keys,
    files: new Files(openObjectStore(config), keys),
    pages,
    translator,
    bareRoutes: new BareRoutes(),
    keptPages: new KeptPages(),
  };
}

export async function closeParts(parts: PlatformParts): Promise<void> {
  await parts.queue.close();
  await parts.bus.close();
  await parts.database.close();
}

export interface Running {
  readonly parts: PlatformParts;
  /** Drains requests and jobs, then closes every connection. */
  close(): Promise<void>;
}

export interface RunningApi extends Running {
  readonly app: NestFastifyApplication;
}

/** The api: JSON under /api/v1, pages elsewhere. Not listening yet. */
export async function createApi(config: Config): Promise<RunningApi> {
  const parts = await openParts(config, 'api');
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(parts),
    fastifyAdapter(config.trustProxy, parts.bareRoutes, parts.keptPages),
    { logger: config.logLevel === 'silent' ? false : ['error', 'warn'], abortOnError: false },
  );
  await configureHttp(
    app,
    parts,
    parts.translator.languages.map(({ code }) => code),
    ASSETS_DIR,
  );
  describeApi(app, config.publicOrigin);
  await app.init();
  await parts.bareRoutes.open(parts.logger, config.trustProxy);
  assertEveryRouteStatesAccess(app);
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    parts,
    close: async () => {
      await app.close();
      await closeParts(parts);
    },
  };
}

export interface RunningWorker extends Running {
  readonly context: INestApplicationContext;
  readonly sweeper: Sweeper;
}

/** The worker: BullMQ consumers and the sweeper. Working when it returns. */
export async function createWorker(config: Config, sweep = true): Promise<RunningWorker> {
  const parts = await openParts(config, 'worker');
  const context = await NestFactory.createApplicationContext(AppModule.with(parts), {
    logger: config.logLevel === 'silent' ? false : ['error', 'warn'],
    abortOnError: false,
  });
  // First: what the record owes is not kept waiting by a queue that is away.
  const sweeper = context.get(Sweeper);
  if (sweep) sweeper.start();
  await parts.queue.work(
    [
      ASSEMBLE_FORMS,
      CLOSE_SITTING,
      COMPUTE_STATISTICS,
      FORESEE_CHANGE,
      GRADE_SITTINGS,
      REHEARSE,
      SCAN_DOCUMENT,
      SEAL_FORMS,
      SEND_NOTICES,
    ],
    [
      context.get(AssembleFormsHandler),
      context.get(CloseSittingHandler),
      context.get(ComputeStatisticsHandler),
      context.get(ForeseeChangeHandler),
      context.get(GradeSittingsHandler),
      context.get(RehearseHandler),
      context.get(ScanDocumentHandler),
      context.get(SealFormsHandler),
      context.get(SendNoticesHandler),
    ],
  );
  return {
    context,
    parts,
    sweeper,
    close: async () => {
      await sweeper.stop();
      // An assembly, a sealing, a rehearsal or what a change would do may take minutes: another worker begins it again.
      context.get(RunRehearsal).stop();
      context.get(RunForesee).stop();
      context.get(SealForms).stop();
      await context.get(RunAssembly).stop();
      await parts.queue.close();
      await context.close();
      await parts.bus.close();
      await parts.database.close();
    },
  };
}
