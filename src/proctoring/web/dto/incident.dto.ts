import { ApiProperty } from '@nestjs/swagger';
import {
  INCIDENT_KINDS,
  INCIDENT_OUTCOMES,
  INCIDENT_STATES,
  REVIEW_OUTCOMES,
  type IncidentKind,
  type IncidentOutcome,
  type IncidentState,
  type NextStep,
  type ReviewOutcome,
} from '../../domain/incident-state.js';

const STATES = Object.keys(INCIDENT_STATES) as IncidentState[];
const STEPS = ['answer', 'decide', 'contest', 'review', 'time', 'nobody'] as const;

export class OpenedIncidentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  incidentId!: string;
}

export class AddedEvidenceDto {
  @ApiProperty({ type: 'integer', description: 'How much of it was new.' })
  added!: number;
}

export class IncidentStateDto {
  @ApiProperty({ type: String, enum: STATES })
  state!: IncidentState;
}

export class CopiedDetailDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Of a paste: how many. What, is kept nowhere.',
  })
  characters?: number;
  @ApiProperty({ type: 'integer', required: false, description: 'In the answer to which question.' })
  position?: number;
}

export class CopiedSignalDto {
  @ApiProperty({ type: String })
  kind!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
  @ApiProperty({ type: 'integer', nullable: true })
  lastedMs!: number | null;
  @ApiProperty({ type: CopiedDetailDto, nullable: true, required: false })
  detail?: CopiedDetailDto | null;
}

export class IncidentEvidenceDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, enum: ['signal', 'snapshot', 'note'] })
  kind!: 'signal' | 'snapshot' | 'note';
  @ApiProperty({
    type: String,
    description: 'The number of a signal, the id of a snapshot, or the note itself.',
  })
  ref!: string;
  @ApiProperty({ type: CopiedSignalDto, nullable: true, description: 'Of a signal: what it said.' })
  copied!: CopiedSignalDto | null;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

export class IncidentAnswerDto {
  @ApiProperty({ type: String })
  body!: string;
  @ApiProperty({ type: String, nullable: true, description: 'To whom it was dictated; null: written.' })
  takenDown!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

export class IncidentDecisionDto {
  @ApiProperty({ type: String, enum: INCIDENT_OUTCOMES })
  outcome!: IncidentOutcome;
  @ApiProperty({ type: String, enum: ['no', 'replacement'] })
  again!: 'no' | 'replacement';
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

export class IncidentContestDto {
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

export class IncidentReviewDto {
  @ApiProperty({ type: String, enum: REVIEW_OUTCOMES })
  outcome!: ReviewOutcome;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

export class IncidentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  sittingId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, enum: INCIDENT_KINDS })
  kind!: IncidentKind;
  @ApiProperty({ type: String })
  what!: string;
  @ApiProperty({ type: String, enum: STATES })
  state!: IncidentState;
  @ApiProperty({
    type: String,
    enum: STEPS,
    description: 'Who acts next; `time`: it is carried out by itself.',
  })
  next!: NextStep;
  @ApiProperty({ type: String })
  openedBy!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  openedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  answerUntil!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  contestUntil!: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until then the result is held.',
  })
  settledAt!: Date | null;
  @ApiProperty({ type: [IncidentEvidenceDto] })
  evidence!: IncidentEvidenceDto[];
  @ApiProperty({ type: IncidentAnswerDto, nullable: true })
  answer!: IncidentAnswerDto | null;
  @ApiProperty({ type: IncidentDecisionDto, nullable: true })
  decision!: IncidentDecisionDto | null;
  @ApiProperty({ type: IncidentContestDto, nullable: true })
  contest!: IncidentContestDto | null;
  @ApiProperty({ type: IncidentReviewDto, nullable: true })
  review!: IncidentReviewDto | null;
}

export class IncidentListDto {
  @ApiProperty({ type: [IncidentDto] })
  items!: IncidentDto[];
}

export class IncidentPageDto extends IncidentListDto {
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class StaffIncidentDto extends IncidentDto {
  @ApiProperty({ type: Boolean, description: 'Whether you are none of those who took part in it.' })
  mayRule!: boolean;
}
