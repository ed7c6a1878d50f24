import { Module } from '@nestjs/common';
import { DrainOutbox } from './use-cases/drain-outbox.js';
import { ExtendLog } from './use-cases/extend-log.js';
import { FindEntries } from './use-cases/find-entries.js';
import { LogKey } from './use-cases/log-key.js';
import { LogRoutes } from './web/log.routes.js';
import { RegistryController } from './web/registry.controller.js';
import { RegistryPages } from './web/registry.pages.js';

@Module({
  controllers: [RegistryController, RegistryPages],
  providers: [DrainOutbox, ExtendLog, FindEntries, LogKey, LogRoutes],
  exports: [DrainOutbox],
})
export class RegistryModule {}
