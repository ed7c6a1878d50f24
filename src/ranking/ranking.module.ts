import { Module } from '@nestjs/common';
import { ApproveRanking } from './use-cases/approve-ranking.js';
import { ProposeRanking } from './use-cases/propose-ranking.js';
import { RankingsController } from './web/rankings.controller.js';
import { RankingsPages } from './web/rankings.pages.js';

const useCases = [ApproveRanking, ProposeRanking];

@Module({
  controllers: [RankingsController, RankingsPages],
  providers: useCases,
  exports: useCases,
})
export class RankingModule {}
