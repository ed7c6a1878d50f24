import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { SEAT_FEATURES, type SeatFeature } from '../../domain/seat-features.js';
import { MAX_SEATS } from '../../domain/seat-plan.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;
/** How features of seats are described. */
export const FEATURES = {
  type: 'array' as const,
  items: { type: 'string' as const, enum: [...SEAT_FEATURES] as string[] },
};

export class CentreWishDto {
  @ApiProperty({ type: String, pattern: '^[A-Z0-9][A-Z0-9-]{1,19}$', description: 'Public and lasting.' })
  @IsString()
  @Matches(/^[A-Z0-9][A-Z0-9-]{1,19}$/)
  code!: string;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  name!: Record<string, string>;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  address!: Record<string, string>;

  @ApiProperty({ type: String, description: 'A name of the IANA time zone database: Asia/Baku.' })
  @IsString()
  @Length(1, 60)
  timeZone!: string;

  @ApiProperty({ type: String, description: 'What candidates can call or write to.' })
  @IsString()
  @Length(1, 200)
  contact!: string;
}

class SeatFeaturesDto {
  @ApiProperty({
    type: [String],
    required: false,
    description: 'Labels of seats that are reached without a step.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @IsString({ each: true })
  'step-free'?: string[];

  @ApiProperty({ type: [String], required: false, description: 'Labels of seats beside a power outlet.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @IsString({ each: true })
  'near-power'?: string[];

  @ApiProperty({ type: [String], required: false, description: 'Labels of seats with a larger desk.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @IsString({ each: true })
  'large-desk'?: string[];
}

class SeatWishDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_SEATS,
    description: 'Called 1, 2, 3 …',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SEATS)
  count?: number;

  @ApiProperty({ type: [String], required: false, description: 'What the seats are called, in their order.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SEATS)
  @IsString({ each: true })
  labels?: string[];

  @ApiProperty({ type: SeatFeaturesDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => SeatFeaturesDto)
  features?: SeatFeaturesDto;
}

export class RoomWishDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 60)
  name!: string;

  @ApiProperty({ ...FEATURES, description: 'What all seats of the room have.' })
  @IsArray()
  @ArrayUnique()
  @IsIn(SEAT_FEATURES, { each: true })
  features!: SeatFeature[];

  @ApiProperty({ type: SeatWishDto, description: 'A number of seats, or their labels.' })
  @IsObject()
  @ValidateNested()
  @Type(() => SeatWishDto)
  seats!: SeatWishDto;
}

export class CentreIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  centreId!: string;
}

export class RoomIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  roomId!: string;
}

class CentreSeatDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  label!: string;
  @ApiProperty(FEATURES)
  features!: readonly SeatFeature[];
}

class CentreRoomDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty(FEATURES)
  features!: readonly SeatFeature[];
  @ApiProperty({ type: [CentreSeatDto] })
  seats!: readonly CentreSeatDto[];
}

export class CentreBriefDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(TEXTS)
  name!: Readonly<Record<string, string>>;
  @ApiProperty(TEXTS)
  address!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, description: 'IANA name.' })
  timeZone!: string;
  @ApiProperty({ type: String })
  contact!: string;
}

export class CentreDto extends CentreBriefDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retiredAt!: Date | null;
  @ApiProperty({ type: 'integer', description: 'Rooms in use.' })
  rooms!: number;
  @ApiProperty({ type: 'integer', description: 'Seats in use.' })
  seats!: number;
}

export class CentreListDto {
  @ApiProperty({ type: [CentreDto] })
  items!: CentreDto[];
}

export class CentreWithRoomsDto {
  @ApiProperty({ type: CentreDto })
  centre!: CentreDto;
  @ApiProperty({ type: [CentreRoomDto], description: 'In use, by name.' })
  rooms!: CentreRoomDto[];
}
