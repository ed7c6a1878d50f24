import { Module } from '@nestjs/common';
import { DrainOutbox } from './use-cases/drain-outbox.js';
import { FindEntries } from './use-cases/find-entries.js';
import { RegistryController } from './web/registry.controller.js';
import { RegistryPages } from './web/registry.pages.js';

@Module({
  controllers: [RegistryController, RegistryPages],
  providers: [DrainOutbox, FindEntries],
  exports: [DrainOutbox],
})
export class RegistryModule {}
