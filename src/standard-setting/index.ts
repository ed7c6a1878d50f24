export { StandardSettingModule } from './standard-setting.module.js';
export { adoptedCut, cutScoresOf, cutSubject, type CutScoreView } from './store/cut-store.js';
