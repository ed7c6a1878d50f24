export { SittingModule } from './sitting.module.js';
export type { ReceiptBody } from './domain/receipt.js';
export { eventBytes, type ChainedEvent, type ResponseEvent } from './domain/response-event.js';
export { answerSheets, type AnswerSheet } from './store/answer-sheet-store.js';
export { receiptOf } from './store/receipt-store.js';
export {
  lockSession,
  roomOf,
  sessionById,
  sessionsOf,
  type RoomRow,
  type SessionView,
} from './store/session-store.js';
export { sittingById, sittingOf, sittingsOfPerson, type SittingView } from './store/sitting-store.js';
export { CloseOverdue } from './use-cases/close-overdue.js';
export { CloseSession } from './use-cases/close-session.js';
export { IssueLease } from './use-cases/issue-lease.js';
export type { Receipt } from './use-cases/close-sitting.js';
export { OpenSession } from './use-cases/open-session.js';
export { SaveResponses } from './use-cases/save-responses.js';
export { SessionDraw } from './use-cases/session-draw.js';
export { ScheduleSession } from './use-cases/schedule-session.js';
export { SAVE_ANSWER, SAVE_BODY, SAVES_PATH } from './web/saves.route.js';
