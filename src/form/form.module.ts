import { Module } from '@nestjs/common';
import { AssembleFormsHandler } from './jobs/assemble-forms.handler.js';
import { CheckBlueprint } from './use-cases/check-blueprint.js';
import { CommitDraw } from './use-cases/commit-draw.js';
import { EnqueueAssemblies } from './use-cases/enqueue-assemblies.js';
import { FormFor } from './use-cases/form-for.js';
import { LoadProgrammes } from './use-cases/load-programmes.js';
import { MoveAssembly } from './use-cases/move-assembly.js';
import { PublishBlueprint } from './use-cases/publish-blueprint.js';
import { RequestAssembly } from './use-cases/request-assembly.js';
import { RunAssembly } from './use-cases/run-assembly.js';
import { SaveBlueprint } from './use-cases/save-blueprint.js';
import { ProgrammesController } from './web/programmes.controller.js';

const useCases = [
  AssembleFormsHandler,
  CheckBlueprint,
  CommitDraw,
  EnqueueAssemblies,
  FormFor,
  LoadProgrammes,
  MoveAssembly,
  PublishBlueprint,
  RequestAssembly,
  RunAssembly,
  SaveBlueprint,
];

@Module({ controllers: [ProgrammesController], providers: useCases, exports: useCases })
export class FormModule {}
