import { Module } from '@nestjs/common';
import { Apply } from './use-cases/apply.js';
import { BeforeConclusion } from './use-cases/before-conclusion.js';
import { CreateCompetition } from './use-cases/create-competition.js';
import { MoveCompetition } from './use-cases/move-competition.js';
import { Withdraw } from './use-cases/withdraw.js';
import { CompetitionsController } from './web/competitions.controller.js';
import { CompetitionsPages } from './web/competitions.pages.js';

const useCases = [Apply, BeforeConclusion, CreateCompetition, MoveCompetition, Withdraw];

@Module({ controllers: [CompetitionsController, CompetitionsPages], providers: useCases, exports: useCases })
export class CompetitionModule {}
