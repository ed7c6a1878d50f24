import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { PageQueryDto } from '../../../platform/index.js';
import { SEAT_FEATURES, type SeatFeature } from '../../domain/seat-features.js';
import { CentreBriefDto, FEATURES } from './centre.dto.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;

class PlaceNeedsDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  centreId!: string;

  @ApiProperty({ ...FEATURES, required: false, description: 'What the seat must have.' })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(SEAT_FEATURES, { each: true })
  needs?: SeatFeature[];
}

export class PlaceWishDto extends PlaceNeedsDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  sessionId!: string;
}

export class OfficerPlaceWishDto extends PlaceNeedsDto {
  @ApiProperty({ type: String, description: 'On record, with your name.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class BookingReasonDto {
  @ApiProperty({ type: String, description: 'On record, with your name.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class OfferWishDto {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  roomIds!: string[];

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100_000, description: 'Places at most.' })
  @IsInt()
  @Min(0)
  @Max(100_000)
  capacity!: number;
}

export class PlacesOfferedDto {
  @ApiProperty({ type: 'integer' })
  capacity!: number;
}

export class BookingTimeDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'Until when candidates book, move and cancel.',
  })
  @Type(() => Date)
  @IsDate()
  closesAt!: Date;
}

export class BookingsQueryDto extends PageQueryDto {
  @ApiProperty({
    type: String,
    required: false,
    description: 'The beginning of a reference, or part of a name.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  find?: string;
}

export class ExamPlaceDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty(TEXTS)
  sessionTitle!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, format: 'date-time' })
  opensAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  entryClosesAt!: Date;
  @ApiProperty({ type: 'integer' })
  minutes!: number;
  @ApiProperty({ type: String, format: 'date-time', description: 'Until when candidates book and move.' })
  closesAt!: Date;
  @ApiProperty({ type: CentreBriefDto })
  centre!: CentreBriefDto;
  @ApiProperty({ type: 'integer' })
  capacity!: number;
  @ApiProperty({ type: 'integer' })
  booked!: number;
  @ApiProperty({ type: 'integer' })
  free!: number;
  @ApiProperty({ ...FEATURES, description: 'Of free seats.' })
  features!: readonly SeatFeature[];
}

export class PlaceListDto {
  @ApiProperty({ type: [ExamPlaceDto] })
  items!: ExamPlaceDto[];
}

export class BookingDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  competitionId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty(TEXTS)
  sessionTitle!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, enum: ['scheduled', 'open', 'closed', 'void'] })
  sessionState!: 'scheduled' | 'open' | 'closed' | 'void';
  @ApiProperty({ type: String, format: 'date-time' })
  opensAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  entryClosesAt!: Date;
  @ApiProperty({ type: 'integer' })
  minutes!: number;
  @ApiProperty({ type: String, enum: ['none', 'proctor', 'seat-code', 'either'] })
  admission!: 'none' | 'proctor' | 'seat-code' | 'either';
  @ApiProperty({ type: String, format: 'date-time', description: 'Until when it can be moved or cancelled.' })
  closesAt!: Date;
  @ApiProperty({ type: Boolean, description: 'It can be moved or cancelled no more.' })
  isClosed!: boolean;
  @ApiProperty({ type: Boolean, description: 'The draw is committed: the list of candidates stands.' })
  isRosterFixed!: boolean;
  @ApiProperty({ type: CentreBriefDto })
  centre!: CentreBriefDto;
  @ApiProperty({ type: String })
  room!: string;
  @ApiProperty({ type: String })
  seat!: string;
  @ApiProperty(FEATURES)
  features!: readonly SeatFeature[];
  @ApiProperty(FEATURES)
  needs!: readonly SeatFeature[];
  @ApiProperty({ type: String, description: 'What stands on the slip. New with each place.' })
  slipCode!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  bookedAt!: Date;
}

export class BookedCandidateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  bookingId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, description: 'As it stands on the slip.' })
  reference!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: String })
  centreCode!: string;
  @ApiProperty({ type: String })
  room!: string;
  @ApiProperty({ type: String })
  seat!: string;
  @ApiProperty(FEATURES)
  needs!: readonly SeatFeature[];
}

export class BookedCandidateListDto {
  @ApiProperty({ type: [BookedCandidateDto] })
  items!: BookedCandidateDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class PlaceFreedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
}
