export { RankingModule } from './ranking.module.js';
export {
  rankingDifference,
  type ComparedPlace,
  type PlaceChange,
  type RankingDifference,
} from './domain/difference.js';
export {
  approvedRanking,
  placesOf,
  rankingByVersion,
  rankingsOf,
  type PlaceView,
  type RankingView,
} from './store/ranking-store.js';
export { ApproveRanking } from './use-cases/approve-ranking.js';
export { rankGrades } from './use-cases/rank-grades.js';
export { RankPath } from './use-cases/rank-path.js';
export { ProposeRanking } from './use-cases/propose-ranking.js';
