import { Module } from '@nestjs/common';
import { CompetitionModule } from '../competition/index.js';
import { PeopleModule } from '../people/index.js';
import { ChangeGuide } from './use-cases/change-guide.js';
import { ChangeMembers } from './use-cases/change-members.js';
import { CommissionScores } from './use-cases/commission-scores.js';
import { ConcludeCommission } from './use-cases/conclude-commission.js';
import { DeclareConflicts } from './use-cases/declare-conflicts.js';
import { ExcuseMember } from './use-cases/excuse-member.js';
import { OpenCommission } from './use-cases/open-commission.js';
import { OpenSecondRound } from './use-cases/open-second-round.js';
import { PlanSlot } from './use-cases/plan-slot.js';
import { ReadScores } from './use-cases/read-scores.js';
import { RecordAbsence } from './use-cases/record-absence.js';
import { ScoreCandidate } from './use-cases/score-candidate.js';
import { SetUpCommission } from './use-cases/set-up-commission.js';
import { VoteOnList } from './use-cases/vote-on-list.js';
import { CommissionController } from './web/commission.controller.js';
import { CommissionResultsController } from './web/commission-results.controller.js';
import { CommissionPages } from './web/commission.pages.js';
import { CommissionWorkController } from './web/commission-work.controller.js';
import { GuidePages } from './web/guide.pages.js';
import { MemberPages } from './web/member.pages.js';
import { OwnInterviewPages } from './web/own-interview.pages.js';
import { ProtocolPaper } from './web/protocol-paper.js';
import { ResultsPages } from './web/results.pages.js';
import { ScorePages } from './web/score.pages.js';
import { SlotPages } from './web/slot.pages.js';

const useCases = [
  ChangeGuide,
  ChangeMembers,
  ConcludeCommission,
  DeclareConflicts,
  ExcuseMember,
  OpenCommission,
  OpenSecondRound,
  PlanSlot,
  ReadScores,
  RecordAbsence,
  ScoreCandidate,
  SetUpCommission,
  VoteOnList,
];

@Module({
  imports: [CompetitionModule, PeopleModule],
  controllers: [
    CommissionController,
    CommissionResultsController,
    CommissionWorkController,
    CommissionPages,
    GuidePages,
    MemberPages,
    OwnInterviewPages,
    ResultsPages,
    ScorePages,
    SlotPages,
  ],
  providers: [...useCases, CommissionScores, ProtocolPaper],
  exports: useCases,
})
export class CommissionModule {}
