import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import {
  APPEAL_ABOUT,
  GROUNDS,
  OUTCOMES,
  REMEDIES,
  type AppealAbout,
  type AppealState,
} from '../../domain/appeal-state.js';
import type { CaseState } from '../../domain/case-state.js';
import type { ClockState } from '../../../kernel/index.js';

export class DueClockDto {
  @ApiProperty({ type: String, format: 'date-time' })
  until!: Date;
  @ApiProperty({ type: String, enum: ['runs', 'soon', 'over'] })
  state!: ClockState;
  @ApiProperty({ type: 'integer', description: 'Days that are left, begun ones too.' })
  daysLeft!: number;
}

export class OwnChallengeDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer', description: 'Which question of your form.' })
  position!: number;
  @ApiProperty({ type: String })
  reasons!: string;
  @ApiProperty({ type: String, nullable: true })
  source!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  madeAt!: Date;
  @ApiProperty({ type: String, enum: ['open', 'proposed', 'regrading', 'rejected', 'accepted'] })
  state!: CaseState;
  @ApiProperty({ type: DueClockDto, description: 'Until when it is to be decided.' })
  clock!: DueClockDto;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was decided so.' })
  reason!: string | null;
}

export class AppealDecisionDto {
  @ApiProperty({ type: String, enum: OUTCOMES })
  outcome!: (typeof OUTCOMES)[number];
  @ApiProperty({ type: String, enum: REMEDIES })
  remedy!: (typeof REMEDIES)[number];
  @ApiProperty({ type: String, enum: GROUNDS })
  ground!: (typeof GROUNDS)[number];
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, description: 'Name and position of who decided.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  decidedAt!: string;
}

export class OwnAppealDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, enum: APPEAL_ABOUT })
  about!: AppealAbout;
  @ApiProperty({ type: 'integer', nullable: true })
  position!: number | null;
  @ApiProperty({ type: String })
  body!: string;
  @ApiProperty({ type: String, enum: ['submitted', 'taken', 'decided', 'withdrawn'] })
  state!: AppealState;
  @ApiProperty({ type: String, format: 'date-time' })
  madeAt!: Date;
  @ApiProperty({ type: DueClockDto })
  clock!: DueClockDto;
  @ApiProperty({ type: 'integer' })
  files!: number;
  @ApiProperty({ type: AppealDecisionDto, nullable: true })
  decision!: AppealDecisionDto | null;
}

export class SittingReviewDto {
  @ApiProperty({ type: String, enum: ['none', 'own-answers', 'answers-and-keys'] })
  review!: 'none' | 'own-answers' | 'answers-and-keys';
  @ApiProperty({ type: DueClockDto, nullable: true, description: 'Null until results are out.' })
  challengesUntil!: DueClockDto | null;
  @ApiProperty({ type: DueClockDto, nullable: true, description: 'Null until results are out.' })
  appealsUntil!: DueClockDto | null;
  @ApiProperty({ type: [OwnChallengeDto] })
  challenges!: OwnChallengeDto[];
  @ApiProperty({ type: [OwnAppealDto] })
  appeals!: OwnAppealDto[];
}

export class ChallengeDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(1000)
  position!: number;

  @ApiProperty({ type: String, minLength: 20, maxLength: 4000 })
  @IsString()
  @MaxLength(4000)
  reasons!: string;

  @ApiProperty({ type: String, maxLength: 500, required: false })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  source?: string;
}

export class ChallengedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  challengeId!: string;
}

export class AppealDto {
  @ApiProperty({ type: String, enum: APPEAL_ABOUT })
  @IsIn(APPEAL_ABOUT)
  about!: AppealAbout;

  @ApiProperty({ type: 'integer', required: false, description: 'Of a mark: which question.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  position?: number;

  @ApiProperty({ type: String, minLength: 20, maxLength: 8000 })
  @IsString()
  @MaxLength(8000)
  body!: string;
}

export class AppealedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  appealId!: string;
}

export class AppealStateDto {
  @ApiProperty({ type: String, enum: ['submitted', 'taken', 'decided', 'withdrawn'] })
  state!: AppealState;
}
