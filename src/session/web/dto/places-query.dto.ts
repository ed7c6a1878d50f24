import { IsOptional, IsString, MaxLength } from 'class-validator';
import { LanguageQueryDto } from '../../../platform/index.js';

export class PlacesQueryDto extends LanguageQueryDto {
  /** The centre whose offer is being made. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  centre?: string;
}
