import { Module } from '@nestjs/common';
import { AddSpareNumbers } from './use-cases/add-spare-numbers.js';
import { CommitDraw } from './use-cases/commit-draw.js';
import { FormFor } from './use-cases/form-for.js';
import { HandOverShare } from './use-cases/hand-over-share.js';
import { LoadProgrammes } from './use-cases/load-programmes.js';
import { MakeDraw } from './use-cases/make-draw.js';
import { OfferShare } from './use-cases/offer-share.js';
import { ReadyDraws } from './use-cases/ready-draws.js';
import { RevealDraw } from './use-cases/reveal-draw.js';
import { ProgrammesController } from './web/programmes.controller.js';

const useCases = [
  AddSpareNumbers,
  CommitDraw,
  FormFor,
  HandOverShare,
  LoadProgrammes,
  MakeDraw,
  OfferShare,
  ReadyDraws,
  RevealDraw,
];

@Module({ controllers: [ProgrammesController], providers: useCases, exports: useCases })
export class FormModule {}
