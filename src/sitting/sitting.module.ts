import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { SessionModule } from '../session/index.js';
import { CloseSittingHandler } from './jobs/close-sitting.handler.js';
import { ChangeTime } from './use-cases/change-time.js';
import { CheckBrowser } from './use-cases/check-browser.js';
import { CloseOverdue } from './use-cases/close-overdue.js';
import { CloseSession } from './use-cases/close-session.js';
import { CloseSittings } from './use-cases/close-sittings.js';
import { Closings } from './use-cases/closings.js';
import { DecideGo } from './use-cases/decide-go.js';
import { EndSitting } from './use-cases/end-sitting.js';
import { ExamExtras } from './use-cases/exam-extras.js';
import { FindEntry } from './use-cases/find-entry.js';
import { GrantAccommodations } from './use-cases/grant-accommodations.js';
import { GiveBackSitting } from './use-cases/give-back-sitting.js';
import { IssueLease } from './use-cases/issue-lease.js';
import { IssueReceipts } from './use-cases/issue-receipts.js';
import { LeaseAnswers } from './use-cases/leased-sitting.js';
import { LiveClocks } from './use-cases/live-clocks.js';
import { PlanReplacement } from './use-cases/plan-replacement.js';
import { Regrant } from './use-cases/regrant.js';
import { RequireExamBrowser } from './use-cases/require-exam-browser.js';
import { RuleOnLate } from './use-cases/rule-on-late.js';
import { SaveResponses } from './use-cases/save-responses.js';
import { SendMessage } from './use-cases/send-message.js';
import { SessionChecklist } from './use-cases/session-checklist.js';
import { ShowBrowserAgain } from './use-cases/show-browser-again.js';
import { StartSitting } from './use-cases/start-sitting.js';
import { SubmitSitting } from './use-cases/submit-sitting.js';
import { VoidGates } from './use-cases/void-gates.js';
import { VoidSession } from './use-cases/void-session.js';
import { VoidSitting } from './use-cases/void-sitting.js';
import { ExamBrowserController } from './web/exam-browser.controller.js';
import { ExamBrowserPages } from './web/exam-browser.pages.js';
import { ExamWorkerController } from './web/exam-worker.controller.js';
import { TakeBreak } from './use-cases/take-break.js';
import { WaitForStart } from './use-cases/wait-for-start.js';
import { AccommodationsController } from './web/accommodations.controller.js';
import { AccommodationsPages } from './web/accommodations.pages.js';
import { LateController } from './web/late.controller.js';
import { LatePages } from './web/late.pages.js';
import { EndingsController } from './web/endings.controller.js';
import { EndingsPages } from './web/endings.pages.js';
import { MessageRoutes } from './web/message.routes.js';
import { MessagesController } from './web/messages.controller.js';
import { MessagesPages } from './web/messages.pages.js';
import { ClockRoutes } from './web/clock.routes.js';
import { DeviceCheckPages } from './web/device-check.pages.js';
import { PracticePages } from './web/practice.pages.js';
import { DayController } from './web/day.controller.js';
import { DayPages } from './web/day.pages.js';
import { RoomPages } from './web/room.pages.js';
import { RoomsController } from './web/rooms.controller.js';
import { SavesRoute } from './web/saves.route.js';
import { ServerTimeController } from './web/server-time.controller.js';
import { SittingTokens } from './web/sitting-tokens.js';
import { SittingsController } from './web/sittings.controller.js';
import { OwnReceiptPages } from './web/own-receipt.pages.js';
import { SittingsPages } from './web/sittings.pages.js';
import { TimeController } from './web/time.controller.js';
import { TimePages } from './web/time.pages.js';

const useCases = [
  ChangeTime,
  CheckBrowser,
  CloseOverdue,
  CloseSession,
  CloseSittings,
  CloseSittingHandler,
  Closings,
  DecideGo,
  EndSitting,
  ExamExtras,
  FindEntry,
  GiveBackSitting,
  GrantAccommodations,
  IssueLease,
  IssueReceipts,
  LeaseAnswers,
  LiveClocks,
  PlanReplacement,
  Regrant,
  RequireExamBrowser,
  RuleOnLate,
  SaveResponses,
  SendMessage,
  SessionChecklist,
  ShowBrowserAgain,
  StartSitting,
  SubmitSitting,
  VoidGates,
  VoidSession,
  VoidSitting,
  TakeBreak,
  WaitForStart,
];

@Module({
  imports: [FormModule, SessionModule],
  controllers: [
    AccommodationsController,
    AccommodationsPages,
    EndingsController,
    EndingsPages,
    ExamBrowserController,
    ExamBrowserPages,
    LateController,
    LatePages,
    DeviceCheckPages,
    ExamWorkerController,
    MessagesController,
    MessagesPages,
    PracticePages,
    DayController,
    DayPages,
    RoomPages,
    RoomsController,
    ServerTimeController,
    SittingsController,
    OwnReceiptPages,
    SittingsPages,
    TimeController,
    TimePages,
  ],
  providers: [...useCases, ClockRoutes, MessageRoutes, SavesRoute, SittingTokens],
  exports: [...useCases, SittingTokens],
})
export class SittingModule {}
