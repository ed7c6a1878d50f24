import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { FormDto, IsDay, IsTexts } from '../../../platform/index.js';
import type { PostRequestState } from '../../domain/post-request-state.js';
import { PayDto } from './competition.dto.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;
const STATES = ['requested', 'approved', 'returned', 'withdrawn', 'taken'];

export class PostWishDto {
  @ApiProperty(TEXTS)
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: String, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  category!: string;

  @ApiProperty({ type: String, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  grade!: string;

  @ApiProperty({ type: String, maxLength: 120 })
  @IsString()
  @Length(1, 120)
  location!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 10_000 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  places!: number;

  @ApiProperty({ type: PayDto })
  @ValidateNested()
  @Type(() => PayDto)
  pay!: PayDto;

  @ApiProperty({ type: 'array', items: TEXTS, maxItems: 20 })
  @IsArray()
  @ArrayMaxSize(20)
  @IsTexts({ each: true })
  competencies!: Record<string, string>[];

  @ApiProperty(TEXTS)
  @IsTexts()
  duties!: Record<string, string>;

  @ApiProperty({ type: String, format: 'date', description: 'From when somebody is needed.' })
  @IsDay()
  neededFrom!: string;
}

export class PostRequestDecisionDto {
  @ApiProperty({ type: String, enum: ['approve', 'return'] })
  @IsIn(['approve', 'return'])
  decision!: 'approve' | 'return';

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 1000,
    description: 'Needed where it is returned.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  reason?: string;
}

export class PostRequestIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  requestId!: string;
}

export class PostRequestStateDto {
  @ApiProperty({ type: String, enum: STATES })
  state!: PostRequestState;
}

class AgencyOfRequestDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(TEXTS)
  name!: Readonly<Record<string, string>>;
}

export class PostRequestDto extends PostWishDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: AgencyOfRequestDto })
  agency!: AgencyOfRequestDto;
  @ApiProperty({ type: String, enum: STATES })
  state!: PostRequestState;
  @ApiProperty({ type: String })
  requestedOfficial!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  requestedAt!: Date;
  @ApiProperty({ type: String, nullable: true })
  decidedOfficial!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was returned.' })
  reason!: string | null;
}

export class PostRequestListDto {
  @ApiProperty({ type: [PostRequestDto] })
  items!: PostRequestDto[];
}

/** The page's form: everything typed, one competency a line. */
export class PostRequestFormDto extends FormDto {
  @IsString() @MaxLength(400) titleEn!: string;
  @IsString() @MaxLength(400) titleRu!: string;
  @IsString() @MaxLength(80) category!: string;
  @IsString() @MaxLength(80) grade!: string;
  @IsString() @MaxLength(120) location!: string;
  @IsString() @MaxLength(10) places!: string;
  @IsString() @MaxLength(12) payFrom!: string;
  @IsString() @MaxLength(12) payUntil!: string;
  @IsString() @MaxLength(10) payCurrency!: string;
  @IsString() @MaxLength(4000) competenciesEn!: string;
  @IsString() @MaxLength(4000) competenciesRu!: string;
  @IsString() @MaxLength(4000) dutiesEn!: string;
  @IsString() @MaxLength(4000) dutiesRu!: string;
  @IsString() @MaxLength(20) neededFrom!: string;
}

export class PostRequestDecisionFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(20) decision?: string;
  @IsOptional() @IsString() @MaxLength(1000) reason?: string;
}
