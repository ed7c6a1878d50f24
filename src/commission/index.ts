export { CommissionModule } from './commission.module.js';
export { commissionOf, commissionsOfAccount, type OwnCommission } from './store/commission-store.js';
export { commissionStagesOf } from './store/own-interviews.js';
export { isComplete, maximumOf, scoresOf } from './store/result-store.js';
