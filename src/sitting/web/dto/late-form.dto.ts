import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';

/** What the form for a ruling sends; what is missing in it is said beside its field. */
export class LateFormDto extends FormDto {
  /** How many events the page showed. */
  @Matches(/^\d{1,7}$/)
  events!: string;

  @IsOptional()
  @IsIn(['', 'admit', 'not'])
  ruling: '' | 'admit' | 'not' = '';

  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason = '';
}
