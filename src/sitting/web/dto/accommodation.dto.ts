import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import {
  ACCOMMODATION_BASES,
  MOST_BREAK_MINUTES,
  MOST_EXTRA_PERCENT,
  type AccommodationBasis,
} from '../../domain/accommodations.js';

export class GrantAccommodationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  applicationId!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MOST_EXTRA_PERCENT,
    description: 'Per cent of the time.',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_EXTRA_PERCENT)
  extraTimePercent!: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: MOST_BREAK_MINUTES, description: 'In all.' })
  @IsInt()
  @Min(0)
  @Max(MOST_BREAK_MINUTES)
  breakMinutes!: number;

  @ApiProperty({ type: Boolean })
  @IsBoolean()
  largerType!: boolean;

  @ApiProperty({ type: Boolean, description: 'A person reads the questions aloud in the room.' })
  @IsBoolean()
  reader!: boolean;

  @ApiProperty({ type: String, enum: ACCOMMODATION_BASES, description: 'What kind of paper it rests on.' })
  @IsIn(ACCOMMODATION_BASES)
  basis!: AccommodationBasis;

  @ApiProperty({
    type: String,
    maxLength: 200,
    description: 'Which paper: number, date, who issued it. No diagnosis. Kept encrypted.',
  })
  @IsString()
  @Matches(/\S/)
  @MaxLength(200)
  document!: string;
}

export class AccommodationIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accommodationId!: string;
}

export class GrantedDto {
  @ApiProperty({ type: 'integer', required: false, description: 'Per cent of the time, in addition.' })
  extraTimePercent?: number;
  @ApiProperty({ type: 'integer', required: false, description: 'Minutes of breaks in all.' })
  breakMinutes?: number;
  @ApiProperty({ type: Boolean, required: false })
  largerType?: boolean;
  @ApiProperty({ type: Boolean, required: false })
  reader?: boolean;
}

export class AccommodationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: GrantedDto })
  granted!: GrantedDto;
  @ApiProperty({ type: String, enum: ACCOMMODATION_BASES })
  basis!: AccommodationBasis;
  @ApiProperty({ type: String, description: 'Which paper it rests on.' })
  document!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  grantedAt!: Date;
  @ApiProperty({ type: String, description: 'Name and position of who granted it.' })
  grantedOfficial!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true })
  revokedOfficial!: string | null;
}

export class AccommodationListDto {
  @ApiProperty({ type: [AccommodationDto] })
  items!: AccommodationDto[];
}

export class ApplicantDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  appliedAt!: Date;
}

export class ApplicantListDto {
  @ApiProperty({ type: [ApplicantDto] })
  items!: ApplicantDto[];
}

export class ApplicantSearchDto {
  @ApiProperty({ type: String, required: false, maxLength: 200, description: 'A part of the name.' })
  @IsString()
  @MaxLength(200)
  name = '';
}
