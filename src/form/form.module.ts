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
import { AssembliesController } from './web/assemblies.controller.js';
import { AssembliesPages } from './web/assemblies.pages.js';
import { BlueprintsController } from './web/blueprints.controller.js';
import { BlueprintsPages } from './web/blueprints.pages.js';
import { EditorPages } from './web/editor.pages.js';
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

const controllers = [
  AssembliesController,
  AssembliesPages,
  BlueprintsController,
  BlueprintsPages,
  EditorPages,
  ProgrammesController,
];

@Module({ controllers, providers: useCases, exports: useCases })
export class FormModule {}
