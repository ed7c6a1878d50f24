import { Module } from '@nestjs/common';
import { CommitDraw } from './use-cases/commit-draw.js';
import { FormFor } from './use-cases/form-for.js';
import { LoadProgrammes } from './use-cases/load-programmes.js';
import { ProgrammesController } from './web/programmes.controller.js';

const useCases = [CommitDraw, FormFor, LoadProgrammes];

@Module({ controllers: [ProgrammesController], providers: useCases, exports: useCases })
export class FormModule {}
