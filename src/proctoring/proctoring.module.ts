import { Module } from '@nestjs/common';
import { ConsentModule } from './consent.module.js';
import { IncidentModule } from './incident.module.js';
import { WatchModule } from './watch.module.js';

const parts = [ConsentModule, IncidentModule, WatchModule];

/** What is watched while candidates sit, by whom, and what becomes of it. */
@Module({ imports: parts, exports: parts })
export class ProctoringModule {}
