import { Module } from '@nestjs/common';
import { SelectionModule } from '../selection/index.js';
import { ApproveRanking } from './use-cases/approve-ranking.js';
import { ProposeRanking } from './use-cases/propose-ranking.js';
import { RankPath } from './use-cases/rank-path.js';
import { MyPathPages } from './web/my-path.pages.js';
import { OwnPlaceController } from './web/own-place.controller.js';
import { RankingsController } from './web/rankings.controller.js';
import { RankingsPages } from './web/rankings.pages.js';

const useCases = [ApproveRanking, ProposeRanking, RankPath];

@Module({
  imports: [SelectionModule],
  controllers: [MyPathPages, OwnPlaceController, RankingsController, RankingsPages],
  providers: useCases,
  exports: useCases,
})
export class RankingModule {}
