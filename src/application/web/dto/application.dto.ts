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
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { FormDto, PageQueryDto } from '../../../platform/index.js';
import type { Changeable } from '../../domain/application-rules.js';
import type { RuleOutcome } from '../../domain/eligibility.js';
import {
  SCREENING_OUTCOMES,
  SCREENING_STATES,
  type ScreeningOutcome,
  type ScreeningState,
} from '../../domain/screening-state.js';
import type { DocumentState } from '../../store/document-store.js';
import { IsAnswers } from './is-answers.js';

const OUTCOMES = {
  type: 'object' as const,
  additionalProperties: { type: 'string', enum: ['met', 'not-met', 'unanswered'] },
  description: 'Code of a rule → what the answer comes to. It refuses nobody.',
};
const ANSWERS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Code of a rule → yes or no, an option’s code, a day (YYYY-MM-DD), or a whole number.',
} as const;

export class SaveAnswersDto {
  @ApiProperty(ANSWERS)
  @IsObject()
  @IsAnswers()
  answers!: Record<string, string>;
}

export class SavedAnswersDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty(OUTCOMES)
  outcomes!: Readonly<Record<string, RuleOutcome>>;
}

export class HandedInDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
}

export class DocumentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, description: 'Of the rule whose question it answers, or other.' })
  ruleCode!: string;
  @ApiProperty({ type: String, nullable: true })
  name!: string | null;
  @ApiProperty({ type: String, enum: ['pdf', 'jpeg', 'png'], nullable: true })
  type!: 'pdf' | 'jpeg' | 'png' | null;
  @ApiProperty({ type: 'integer', nullable: true })
  bytes!: number | null;
  @ApiProperty({
    type: String,
    enum: ['waiting', 'clean', 'unscanned', 'infected', 'removed'],
    description: 'waiting: for the scanner. unscanned: there is none.',
  })
  state!: DocumentState;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  arrivedAt!: Date | null;
}

export class AddedDocumentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  documentId!: string;
  @ApiProperty({ type: String, enum: ['pdf', 'jpeg', 'png'] })
  type!: 'pdf' | 'jpeg' | 'png';
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  @ApiProperty({ type: String, enum: ['waiting', 'unscanned'] })
  state!: 'waiting' | 'unscanned';
}

export class RemovedDocumentDto {
  @ApiProperty({ type: String })
  ruleCode!: string;
}

export class ScreeningDecisionDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, enum: SCREENING_OUTCOMES })
  outcome!: ScreeningOutcome;
  @ApiProperty({ type: String, nullable: true })
  ruleCode!: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  moreUntil!: Date | null;
  @ApiProperty({ type: Boolean, description: 'One of many, confirmed together.' })
  wasTogether!: boolean;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  decidedAt!: Date;
}

export class ApplicationFormDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null before the first answer.' })
  applicationId!: string | null;
  @ApiProperty({ type: String, enum: ['draft', 'submitted', 'withdrawn'], nullable: true })
  state!: 'draft' | 'submitted' | 'withdrawn' | null;
  @ApiProperty({ type: String, enum: SCREENING_STATES })
  screening!: ScreeningState;
  @ApiProperty({
    type: String,
    enum: ['draft', 'more'],
    nullable: true,
    description: 'Why it may be changed now.',
  })
  changeable!: Changeable | null;
  @ApiProperty(ANSWERS)
  answers!: Readonly<Record<string, string>>;
  @ApiProperty(OUTCOMES)
  outcomes!: Readonly<Record<string, RuleOutcome>>;
  @ApiProperty({ type: [DocumentDto] })
  documents!: readonly DocumentDto[];
  @ApiProperty({ type: [ScreeningDecisionDto] })
  decisions!: readonly ScreeningDecisionDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  handedInAt!: Date | null;
}

export class ScreeningQueryDto extends PageQueryDto {
  @ApiProperty({ type: String, enum: SCREENING_STATES, required: false })
  @IsOptional()
  @IsIn(['', ...SCREENING_STATES])
  state?: ScreeningState | '';

  @ApiProperty({
    type: String,
    enum: ['yes', 'no'],
    required: false,
    description: 'Every rule met, every document there.',
  })
  @IsOptional()
  @IsIn(['', 'yes', 'no'])
  clear?: '' | 'yes' | 'no';
}

export class ScreenedApplicationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: String, enum: SCREENING_STATES })
  screening!: ScreeningState;
  @ApiProperty({ type: Boolean, description: 'Every rule met, every document that is needed there.' })
  isClear!: boolean;
  @ApiProperty(OUTCOMES)
  outcomes!: Readonly<Record<string, RuleOutcome>>;
  @ApiProperty({ type: String, format: 'date-time' })
  handedInAt!: Date;
}

export class ScreenedPageDto {
  @ApiProperty({ type: [ScreenedApplicationDto] })
  items!: ScreenedApplicationDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class ScreenedOneDto extends ApplicationFormDto {
  @ApiProperty({ type: String })
  fullName!: string;
}

export class ScreeningWishDto {
  @ApiProperty({ type: String, enum: SCREENING_OUTCOMES })
  @IsIn(SCREENING_OUTCOMES)
  outcome!: ScreeningOutcome;

  @ApiProperty({
    type: String,
    required: false,
    description: 'Of not-eligible: the rule that is not met, or other.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 40)
  ruleCode?: string;

  @ApiProperty({ type: String, required: false, maxLength: 2000, description: 'Told to the candidate.' })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  reason?: string;

  @ApiProperty({ type: String, format: 'date-time', required: false, description: 'Of more: until when.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  moreUntil?: Date;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'The number of the newest decision you saw; 0: none.',
  })
  @IsOptional()
  @IsInt()
  seen?: number;
}

export class ScreeningOutcomeDto {
  @ApiProperty({ type: String, enum: SCREENING_OUTCOMES })
  outcome!: ScreeningOutcome;
}

class ClearApplicationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  fullName!: string;
}

export class ClearListDto {
  @ApiProperty({ type: [ClearApplicationDto] })
  items!: ClearApplicationDto[];
  @ApiProperty({ type: 'integer' })
  count!: number;
  @ApiProperty({ type: String, description: 'Of this list: send it to confirm exactly this list.' })
  digest!: string;
}

export class ConfirmClearDto extends FormDto {
  @ApiProperty({ type: String })
  @Matches(/^[0-9a-f]{64}$/)
  digest!: string;
}

export class ConfirmedClearDto {
  @ApiProperty({ type: 'integer' })
  count!: number;
}

/** The page's form of a decision. */
export class ScreeningFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(20) outcome?: string;
  @IsOptional() @IsString() @MaxLength(40) ruleCode?: string;
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
  @IsOptional() @IsString() @MaxLength(20) moreUntil?: string;
  @IsOptional() @IsString() @MaxLength(10) seen?: string;
}

/** One question's answer, from a page. */
export class AnswerFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(200) answer?: string;
}

export class DocumentRefDto extends FormDto {
  @IsUUID() documentId!: string;
}
