import { Module } from '@nestjs/common';
import { LoadBanks } from './use-cases/load-banks.js';
import { BanksController } from './web/banks.controller.js';

@Module({ controllers: [BanksController], providers: [LoadBanks], exports: [LoadBanks] })
export class QuestionBankModule {}
