import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinDate,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { MAX_SPREAD_SECONDS } from '../../domain/session-plan.js';
import { CommitmentDto } from './draw.dto.js';

export class ScheduleDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Language → title.' })
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  @MinDate(new Date('2020-01-01T00:00:00Z'))
  opensAt!: Date;

  @ApiProperty({ type: String, format: 'date-time', description: 'After this nobody can begin.' })
  @Type(() => Date)
  @IsDate()
  entryClosesAt!: Date;

  @ApiProperty({
    type: String,
    enum: ['officer', 'on-grading'],
    description:
      'on-grading: you sign the release now, by your name; results show as soon as they are graded.',
  })
  @IsIn(['officer', 'on-grading'])
  releasePolicy!: 'officer' | 'on-grading';

  @ApiProperty({
    type: String,
    enum: ['applied', 'booked'],
    required: false,
    description: 'Who may enter: whoever applied (default), or whoever booked a place.',
  })
  @IsOptional()
  @IsIn(['applied', 'booked'])
  entry?: 'applied' | 'booked';

  @ApiProperty({
    type: String,
    enum: ['none', 'proctor', 'seat-code', 'either'],
    required: false,
    description:
      'What a candidate needs before the start: nothing (default), a proctor, a seat code, or either.',
  })
  @IsOptional()
  @IsIn(['none', 'proctor', 'seat-code', 'either'])
  admission?: 'none' | 'proctor' | 'seat-code' | 'either';

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MAX_SPREAD_SECONDS,
    required: false,
    description: 'Starts are spread over so many seconds; 0 by default.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_SPREAD_SECONDS)
  spreadSeconds?: number;

  @ApiProperty({
    type: String,
    enum: ['none', 'own-answers', 'answers-and-keys'],
    required: false,
    description:
      'What each candidate may look at while answer keys can be challenged: nothing, the questions with their own answers ' +
      '(default), or these with the answer keys. Questions whose answer keys were shown are spent.',
  })
  @IsOptional()
  @IsIn(['none', 'own-answers', 'answers-and-keys'])
  review?: 'none' | 'own-answers' | 'answers-and-keys';
}

export class NewSessionDto extends ScheduleDto {
  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'The stage that is sat; left out: the first one that is, where the competition has stages.',
  })
  @IsOptional()
  @IsUUID()
  stageId?: string;
}

export class PlanChangedDto {
  @ApiProperty({ type: [String], description: 'What is different now.' })
  changed!: readonly string[];
}

export class EntryClosingDto {
  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  entryClosesAt!: Date;

  @ApiProperty({ type: String, required: false, maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class EntryClosingMovedDto {
  @ApiProperty({ type: String, format: 'date-time' })
  entryClosesAt!: Date;
}

export class OpeningDto extends CommitmentDto {
  @ApiProperty({
    type: String,
    required: false,
    pattern: '^[0-9a-f]{64}$',
    description:
      'Your own share of the draw’s seed, 32 bytes in hex; the platform throws it where you leave it out.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  share?: string;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description: 'Why you open it although the checklist has no “go” that holds. Needed then; on record.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  withoutGo?: string;
}

export class ScheduledDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
}

export class SessionStateDto {
  @ApiProperty({ type: String, enum: ['scheduled', 'open', 'closed', 'void'] })
  state!: 'scheduled' | 'open' | 'closed' | 'void';
}

export class SessionDto extends SessionStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  competitionId!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null where the competition has one exam and nothing else.',
  })
  stageId!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, format: 'date-time' })
  opensAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  entryClosesAt!: Date;
  @ApiProperty({ type: 'integer', description: 'Minutes that a sitting lasts.' })
  minutes!: number;
  @ApiProperty({ type: String, enum: ['applied', 'booked'], description: 'Who may enter.' })
  entry!: 'applied' | 'booked';
  @ApiProperty({
    type: String,
    enum: ['none', 'proctor', 'seat-code', 'either'],
    description: 'What a candidate needs before the start.',
  })
  admission!: 'none' | 'proctor' | 'seat-code' | 'either';
  @ApiProperty({ type: 'integer', description: 'Starts are spread over so many seconds.' })
  spreadSeconds!: number;
  @ApiProperty({
    type: String,
    enum: ['none', 'own-answers', 'answers-and-keys'],
    description: 'What each candidate may look at while answer keys can be challenged.',
  })
  review!: 'none' | 'own-answers' | 'answers-and-keys';
  @ApiProperty({ type: Boolean, description: 'A rehearsal with made-up candidates.' })
  rehearsal!: boolean;
  @ApiProperty({ type: Boolean, description: 'Sat in Safe Exam Browser alone.' })
  needsExamBrowser!: boolean;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Which version of what is watched holds now; null: nothing is watched.',
  })
  watchVersion!: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  replacesId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  pausedAt!: Date | null;
  @ApiProperty({ type: String, enum: ['officer', 'on-grading', 'at'] })
  releasePolicy!: 'officer' | 'on-grading' | 'at';
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'For the policy “at”: when the results come out.',
  })
  releaseAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  releasedAt!: Date | null;
}

export class SessionListDto {
  @ApiProperty({ type: [SessionDto] })
  items!: SessionDto[];
}
