import { ApiProperty } from '@nestjs/swagger';
import { CANDIDATE_STATUSES, type CandidateStatus } from '../../domain/candidate-status.js';
import { COMMISSION_STATES, type CommissionState } from '../../domain/commission-state.js';
import { FUNCTIONS, type MemberFunction } from '../../domain/composition.js';
import { GuideCompetencyDto, QuorumWishDto } from './commission-wish.dto.js';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const LEVELS = { type: 'object', additionalProperties: { type: 'integer' } } as const;
const VERDICTS = ['stands', 'void', 'median'] as const;

export class CommissionIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  commissionId!: string;
}

export class CommissionVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class CommissionCandidatesDto {
  @ApiProperty({ type: 'integer', description: 'Who got a number.' })
  candidates!: number;
}

export class CommissionDeclaredDto {
  @ApiProperty({ type: 'integer' })
  declared!: number;
}

export class CommissionEntrySavedDto {
  @ApiProperty({ type: Boolean })
  sealed!: boolean;
}

export class CommissionRoundDto {
  @ApiProperty({ type: 'integer' })
  round!: number;
}

export class CommissionExcusedDto {
  @ApiProperty({ type: 'integer', description: 'Members whose scores are still expected.' })
  expected!: number;
}

export class CommissionAbsentDto {
  @ApiProperty({ type: Boolean })
  absent!: boolean;
}

export class SlotPlannedDto {
  @ApiProperty({ type: String, format: 'date-time' })
  startsAt!: Date;
}

export class CommissionVotedDto {
  @ApiProperty({ type: Boolean })
  approve!: boolean;
}

export class CommissionConcludedDto {
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the protocol.' })
  protocolHash!: string;
}

export class CommissionMemberDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
  @ApiProperty({ type: String, enum: FUNCTIONS })
  function!: MemberFunction;
  @ApiProperty({ type: Boolean })
  outside!: boolean;
  @ApiProperty({ type: String, nullable: true })
  organisation!: string | null;
  @ApiProperty({ type: String })
  official!: string;
}

export class CommissionProgressDto {
  @ApiProperty({ type: 'integer' })
  candidates!: number;
  @ApiProperty({ type: 'integer' })
  scored!: number;
  @ApiProperty({ type: 'integer' })
  absent!: number;
  @ApiProperty({ type: 'integer', description: 'Void rounds that wait for a second one.' })
  voided!: number;
  @ApiProperty({ type: 'integer', description: 'Declarations that are missing.' })
  undeclared!: number;
  @ApiProperty({ type: 'integer', description: 'Candidates of the stage without a number yet.' })
  late!: number;
}

export class CommissionDto {
  @ApiProperty({ type: String, enum: COMMISSION_STATES })
  state!: CommissionState;
  @ApiProperty({ type: 'integer', description: 'Of the composition.' })
  version!: number;
  @ApiProperty({ type: QuorumWishDto })
  quorum!: QuorumWishDto;
  @ApiProperty({ type: 'integer' })
  largestGap!: number;
  @ApiProperty({ type: Boolean })
  guidePinned!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  openedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  concludedAt!: Date | null;
  @ApiProperty({ type: [CommissionMemberDto] })
  members!: CommissionMemberDto[];
  @ApiProperty({ type: CommissionProgressDto })
  progress!: CommissionProgressDto;
}

export class InterviewGuideDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of its canonical JSON.' })
  hash!: string;
  @ApiProperty({ type: Boolean })
  pinned!: boolean;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(TEXTS)
  title!: Readonly<Record<string, string>>;
  @ApiProperty(TEXTS)
  about!: Readonly<Record<string, string>>;
  @ApiProperty({ type: [GuideCompetencyDto] })
  competencies!: GuideCompetencyDto[];
}

export class InterviewSlotDto {
  @ApiProperty({ type: String, format: 'date-time' })
  startsAt!: Date;
  @ApiProperty({ type: 'integer' })
  minutes!: number;
  @ApiProperty({ type: String })
  timeZone!: string;
  @ApiProperty({ type: String })
  place!: string;
}

export class MemberStandingDto {
  @ApiProperty({ type: String, format: 'uuid' })
  memberId!: string;
  @ApiProperty({ type: String, enum: ['none', 'conflict'], nullable: true, description: 'Null: not yet.' })
  declared!: 'none' | 'conflict' | null;
  @ApiProperty({ type: Boolean })
  excused!: boolean;
  @ApiProperty({ type: Boolean })
  sealed!: boolean;
}

export class CommissionCandidateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String })
  number!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Not for auditors.' })
  fullName!: string | null;
  @ApiProperty({ type: String, enum: CANDIDATE_STATUSES })
  status!: CandidateStatus;
  @ApiProperty({ type: 'integer', description: '0 before the first score.' })
  round!: number;
  @ApiProperty({ type: InterviewSlotDto, nullable: true })
  slot!: InterviewSlotDto | null;
  @ApiProperty({ type: [MemberStandingDto] })
  members!: MemberStandingDto[];
}

export class CommissionCandidateListDto {
  @ApiProperty({ type: [CommissionCandidateDto] })
  items!: CommissionCandidateDto[];
}

export class CommissionOwnEntryDto {
  @ApiProperty(LEVELS)
  levels!: Readonly<Record<string, number>>;
  @ApiProperty({ type: String })
  notes!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sealedAt!: Date | null;
}

export class CommissionOpenedScoreDto {
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty(LEVELS)
  levels!: Readonly<Record<string, number>>;
  @ApiProperty({ type: String })
  notes!: string;
}

export class CompetencyScoreDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Levels between the lowest and the highest.' })
  gap!: number;
  @ApiProperty({ type: String, enum: ['mean', 'median'] })
  by!: 'mean' | 'median';
}

export class CommissionOpenedRoundDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, enum: VERDICTS })
  verdict!: (typeof VERDICTS)[number];
  @ApiProperty({ type: String, nullable: true })
  discussion!: string | null;
  @ApiProperty({ type: 'integer', description: 'Hundredths; counts where the round is not void.' })
  points!: number;
  @ApiProperty({ type: [CompetencyScoreDto] })
  competencies!: readonly CompetencyScoreDto[];
  @ApiProperty({ type: [CommissionOpenedScoreDto] })
  scores!: CommissionOpenedScoreDto[];
}

export class CandidateScoresDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String })
  number!: string;
  @ApiProperty({ type: String, enum: CANDIDATE_STATUSES })
  status!: CandidateStatus;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Hundredths.' })
  points!: number | null;
  @ApiProperty({ type: [CommissionOpenedRoundDto] })
  rounds!: CommissionOpenedRoundDto[];
}

export class CommissionScoresDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the list to vote on, once all are done with.',
  })
  listHash!: string | null;
  @ApiProperty({ type: [CandidateScoresDto] })
  items!: CandidateScoresDto[];
}

export class CommissionProtocolDto {
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the canonical JSON of the content.' })
  hash!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Candidates by number, officials by name.',
  })
  content!: object;
}

export class OwnInterviewDto {
  @ApiProperty({ type: String })
  stage!: string;
  @ApiProperty(TEXTS)
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: InterviewSlotDto, nullable: true })
  slot!: InterviewSlotDto | null;
  @ApiProperty({ type: String, isArray: true, description: 'Who sit in the commission.' })
  members!: string[];
  @ApiProperty({ type: String, nullable: true, description: 'Your number, once the commission concluded.' })
  number!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Hundredths, once the commission concluded.' })
  points!: number | null;
}

export class OwnInterviewListDto {
  @ApiProperty({ type: [OwnInterviewDto] })
  items!: OwnInterviewDto[];
}
