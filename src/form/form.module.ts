import { Module } from '@nestjs/common';
import { AssembleFormsHandler } from './jobs/assemble-forms.handler.js';
import { SealFormsHandler } from './jobs/seal-forms.handler.js';
import { SealedFiles } from './store/sealed-files.js';
import { AddSpareNumbers } from './use-cases/add-spare-numbers.js';
import { CheckBlueprint } from './use-cases/check-blueprint.js';
import { CommitDraw } from './use-cases/commit-draw.js';
import { EnqueueAssemblies } from './use-cases/enqueue-assemblies.js';
import { ContentKeys } from './use-cases/content-keys.js';
import { DrawnForms } from './use-cases/drawn-forms.js';
import { EnqueueSealing } from './use-cases/enqueue-sealing.js';
import { HandOverShare } from './use-cases/hand-over-share.js';
import { LoadProgrammes } from './use-cases/load-programmes.js';
import { MakeDraw } from './use-cases/make-draw.js';
import { MoveAssembly } from './use-cases/move-assembly.js';
import { OfferShare } from './use-cases/offer-share.js';
import { PublishBlueprint } from './use-cases/publish-blueprint.js';
import { ReadyDraws } from './use-cases/ready-draws.js';
import { RequestAssembly } from './use-cases/request-assembly.js';
import { RevealDraw } from './use-cases/reveal-draw.js';
import { RunAssembly } from './use-cases/run-assembly.js';
import { SaveBlueprint } from './use-cases/save-blueprint.js';
import { SealForms } from './use-cases/seal-forms.js';
import { AssembliesController } from './web/assemblies.controller.js';
import { AssembliesPages } from './web/assemblies.pages.js';
import { BlueprintsController } from './web/blueprints.controller.js';
import { BlueprintsPages } from './web/blueprints.pages.js';
import { EditorPages } from './web/editor.pages.js';
import { ProgrammesController } from './web/programmes.controller.js';
import { SealedRoute } from './web/sealed.route.js';

const useCases = [
  AddSpareNumbers,
  AssembleFormsHandler,
  CheckBlueprint,
  CommitDraw,
  ContentKeys,
  DrawnForms,
  EnqueueSealing,
  EnqueueAssemblies,
  HandOverShare,
  LoadProgrammes,
  MakeDraw,
  MoveAssembly,
  OfferShare,
  PublishBlueprint,
  ReadyDraws,
  RequestAssembly,
  RevealDraw,
  RunAssembly,
  SaveBlueprint,
  SealedFiles,
  SealForms,
  SealFormsHandler,
];

const controllers = [
  AssembliesController,
  AssembliesPages,
  BlueprintsController,
  BlueprintsPages,
  EditorPages,
  ProgrammesController,
];

@Module({ controllers, providers: [...useCases, SealedRoute], exports: useCases })
export class FormModule {}
