import { Module } from '@nestjs/common';
import { AskWitnesses } from './use-cases/ask-witnesses.js';
import { DrainOutbox } from './use-cases/drain-outbox.js';
import { ExtendLog } from './use-cases/extend-log.js';
import { FindEntries } from './use-cases/find-entries.js';
import { LogKey } from './use-cases/log-key.js';
import { StateKeys } from './use-cases/state-keys.js';
import { LogPages } from './web/log.pages.js';
import { LogRoutes } from './web/log.routes.js';
import { RegistryController } from './web/registry.controller.js';
import { RegistryPages } from './web/registry.pages.js';

@Module({
  controllers: [LogPages, RegistryController, RegistryPages],
  providers: [AskWitnesses, DrainOutbox, ExtendLog, FindEntries, LogKey, LogRoutes, StateKeys],
  exports: [AskWitnesses, DrainOutbox, StateKeys],
})
export class RegistryModule {}
