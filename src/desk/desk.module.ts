import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { GradingModule } from '../grading/index.js';
import { SessionModule } from '../session/index.js';
import { SittingModule } from '../sitting/index.js';
import { DeskPages } from './desk.pages.js';
import { ManagePages } from './manage.pages.js';
import { SessionPages } from './session.pages.js';
import { NewCompetitionPages } from './new-competition.pages.js';
import { CheckReceipt } from './receipts/check-receipt.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsPages } from './receipts/receipts.pages.js';

@Module({
  imports: [CompetitionModule, GradingModule, SessionModule, SittingModule],
  controllers: [DeskPages, ManagePages, NewCompetitionPages, ReceiptsController, ReceiptsPages, SessionPages],
  providers: [CheckReceipt],
})
export class DeskModule {}
