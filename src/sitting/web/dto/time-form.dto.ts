import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';

/** What a form for the clock sends; what is missing in it is said beside its field. */
export class TimeFormDto extends FormDto {
  @IsOptional()
  @IsIn(['', 'all', 'one'])
  whom: '' | 'all' | 'one' = '';

  @IsOptional()
  @IsString()
  @MaxLength(40)
  candidateNumber?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason = '';

  @IsOptional()
  @IsString()
  @MaxLength(20)
  minutes?: string;

  @IsOptional()
  @IsIn(['yes'])
  forLater?: string;

  @IsOptional()
  @IsUUID()
  actId?: string;
}

export class TimeQueryDto extends LanguageQueryDto {
  /** Which form is shown. */
  @IsOptional()
  @IsIn(['pause', 'resume', 'extend'])
  step?: 'pause' | 'resume' | 'extend';

  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;
}
