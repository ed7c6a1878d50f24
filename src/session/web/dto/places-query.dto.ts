import { IsOptional, IsString, MaxLength } from 'class-validator';

export class PlacesQueryDto {
  /** The centre whose offer is being made. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  centre?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2)
  lang?: string;
}
