import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { APPEAL_ABOUT, GROUNDS, OUTCOMES, REMEDIES } from '../../domain/appeal-state.js';

/** Fields of forms come as they were typed: what is missing is said beside its field. */
export class ChallengeFormDto extends FormDto {
  @Matches(/^\d{1,4}$/)
  position!: string;

  @IsOptional()
  @IsString()
  @MaxLength(8000)
  reasons = '';

  @IsOptional()
  @IsString()
  @MaxLength(500)
  source = '';
}

export class AppealFormDto extends FormDto {
  @IsOptional()
  @IsIn(['', ...APPEAL_ABOUT])
  about: '' | (typeof APPEAL_ABOUT)[number] = '';

  @IsOptional()
  @Matches(/^\d{0,4}$/)
  position = '';

  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  body = '';
}

export class RulingFormDto extends FormDto {
  @IsOptional()
  @IsIn(['', 'reject', 'annul', 'rekey'])
  kind: '' | 'reject' | 'annul' | 'rekey' = '';

  /** Letters of the options that are right, or the answer key as it is kept. */
  @IsOptional()
  right?: string | string[];

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  answerKey = '';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason = '';

  @Matches(/^\d{1,6}$/)
  challenges!: string;
}

export class ConfirmFormDto extends FormDto {
  @IsString()
  @MaxLength(64)
  foreseenHash!: string;
}

export class GiveBackFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  backReason = '';
}

export class DecisionFormDto extends FormDto {
  @IsOptional()
  @IsIn(['', ...OUTCOMES])
  outcome: '' | (typeof OUTCOMES)[number] = '';

  @IsOptional()
  @IsIn(['', ...REMEDIES])
  remedy: '' | (typeof REMEDIES)[number] = '';

  @IsOptional()
  @IsIn(['', ...GROUNDS])
  ground: '' | (typeof GROUNDS)[number] = '';

  @IsOptional()
  @Matches(/^[0-9.,]{0,6}$/)
  points = '';

  @IsOptional()
  @IsString()
  @MaxLength(8000)
  reason = '';
}
