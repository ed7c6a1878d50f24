import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';
import { ACCOMMODATION_BASES, type AccommodationBasis } from '../../domain/accommodations.js';

/** What the form for a grant sends; what is wrong in it is said beside its field. */
export class AccommodationFormDto extends FormDto {
  @IsUUID()
  applicationId!: string;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  extraTimePercent = '';

  @IsOptional()
  @IsString()
  @MaxLength(20)
  breakMinutes = '';

  @IsOptional()
  @IsIn(['yes'])
  largerType?: string;

  @IsOptional()
  @IsIn(['yes'])
  reader?: string;

  @IsOptional()
  @IsIn([...ACCOMMODATION_BASES, ''])
  basis: AccommodationBasis | '' = '';

  @IsOptional()
  @IsString()
  @MaxLength(200)
  document = '';
}

export class AccommodationQueryDto extends LanguageQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;
}
