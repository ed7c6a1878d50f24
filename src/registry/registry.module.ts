import { Module } from '@nestjs/common';
import { DrainOutbox } from './use-cases/drain-outbox.js';
import { FindEntries } from './use-cases/find-entries.js';
import { RegistryController } from './web/registry.controller.js';

@Module({ controllers: [RegistryController], providers: [DrainOutbox, FindEntries], exports: [DrainOutbox] })
export class RegistryModule {}
