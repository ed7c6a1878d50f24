import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';
import { INCIDENT_KINDS, INCIDENT_OUTCOMES, REVIEW_OUTCOMES } from '../../domain/incident-state.js';

/** Evidence that a link to the form names beforehand. */
export class IncidentQueryDto extends LanguageQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  signals?: string;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  snapshots?: string;
}

/** One box that is ticked comes as a text, several as a list. */
const listed = ({ value }: { readonly value: unknown }): unknown[] =>
  value === undefined || value === '' ? [] : [value].flat();
const MOST_TICKED = 400;

/** Fields of forms come as they were typed: what is missing is said beside its field. */
export class EvidenceFormDto extends FormDto {
  /** Those that were ticked: numbers of signals. */
  @Transform(listed)
  @IsArray()
  @ArrayMaxSize(MOST_TICKED)
  @IsString({ each: true })
  signals: string[] = [];

  /** Ids. */
  @Transform(listed)
  @IsArray()
  @ArrayMaxSize(MOST_TICKED)
  @IsString({ each: true })
  snapshots: string[] = [];

  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  note = '';
}

export class OpenIncidentFormDto extends EvidenceFormDto {
  @IsOptional()
  @IsIn(['', ...INCIDENT_KINDS])
  kind: '' | (typeof INCIDENT_KINDS)[number] = '';

  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  what = '';
}

export class IncidentAnswerFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  answer = '';
}

export class ContestFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  reason = '';
}

export class IncidentRulingFormDto extends ContestFormDto {
  @IsOptional()
  @IsIn(['', ...INCIDENT_OUTCOMES])
  outcome: '' | (typeof INCIDENT_OUTCOMES)[number] = '';

  @IsOptional()
  @IsIn(['no', 'replacement'])
  again: 'no' | 'replacement' = 'no';
}

export class IncidentReviewFormDto extends ContestFormDto {
  @IsOptional()
  @IsIn(['', ...REVIEW_OUTCOMES])
  outcome: '' | (typeof REVIEW_OUTCOMES)[number] = '';
}
