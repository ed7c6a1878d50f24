export { SittingModule } from './sitting.module.js';
export { CLOSE_SITTING } from './jobs/close-sitting.job.js';
export { CloseSittingHandler } from './jobs/close-sitting.handler.js';
export type { ReceiptBody } from './domain/receipt.js';
export {
  keptReceiptHash,
  readReceipt,
  receiptFrom,
  verifyReceipt,
  type KeptReceipt,
} from './domain/verify-receipt.js';
export { eventBytes, leaseRoot, type ChainedEvent, type ResponseEvent } from './domain/response-event.js';
export { leaseKey, signToken, type SittingClaim } from './domain/sitting-token.js';
export {
  answerSheets,
  sheetsOfSession,
  type AnswerSheet,
  type HandedInSheet,
} from './store/answer-sheet-store.js';
export { clockAnswer, type ClockAnswer } from './domain/clock-answer.js';
export { clocksOf } from './store/clock-store.js';
export { markRead, messagesOf, type OwnMessage } from './store/message-store.js';
export { accommodationsOf, grantsOf, type AccommodationView } from './store/accommodation-store.js';
export { shownBrowsersOf } from './store/exam-browser-store.js';
export { endingOf, type EndingView } from './store/ending-store.js';
export { lateGroupsOfSitting, lateWaits, undecidedLeases } from './store/late-store.js';
export { messagesOfSitting } from './store/message-store.js';
export { receiptOf } from './store/receipt-store.js';
export { LOG_PROMISE_MINUTES } from './store/sheet-store.js';
export { ROOM_STATES, STANDSTILLS, roomOf, roomsOfSession, type RoomRow } from './store/room-store.js';
export { timeChangesOfSitting } from './store/time-change-store.js';
export { timeOnItems, type TimeOnItem } from './store/time-on-item.js';
export {
  lockSitting,
  sittingById,
  sittingByNumber,
  sittingOf,
  sittingsOfPerson,
  type SittingView,
} from './store/sitting-store.js';
export { toSitElsewhere, voidOf, type VoidView } from './store/void-store.js';
export { CloseOverdue } from './use-cases/close-overdue.js';
export { Closings } from './use-cases/closings.js';
export { CloseSession } from './use-cases/close-session.js';
export { PlanReplacement, whoIsAffected } from './use-cases/plan-replacement.js';
export { GiveBackSitting } from './use-cases/give-back-sitting.js';
export { checkReceipts } from './use-cases/check-receipts.js';
export { removeRehearsalSittings } from './use-cases/remove-rehearsal-sittings.js';
export { StartSitting } from './use-cases/start-sitting.js';
export { SubmitSitting } from './use-cases/submit-sitting.js';
export { VoidGates } from './use-cases/void-gates.js';
export { VoidSession } from './use-cases/void-session.js';
export { voidOne } from './use-cases/void-one.js';
export { VoidSitting } from './use-cases/void-sitting.js';
export { Regrant } from './use-cases/regrant.js';
export { EndSitting } from './use-cases/end-sitting.js';
export { SendMessage } from './use-cases/send-message.js';
export { ExamExtras, type Entrant, type ExamExtra, type PageExtra } from './use-cases/exam-extras.js';
export { IssueLease } from './use-cases/issue-lease.js';
export type { Receipt } from './use-cases/issue-receipts.js';
export { SaveResponses } from './use-cases/save-responses.js';
export { ReceiptDto } from './web/dto/sitting.dto.js';
export { SittingTokens } from './web/sitting-tokens.js';
export { SAVE_ANSWER, SAVE_BODY, SAVES_PATH } from './web/saves.route.js';
