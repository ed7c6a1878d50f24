import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { DISCLOSURE_LEVELS, type DisclosureLevel } from '../../domain/disclosure-level.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;

export class NewPostDto {
  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 10_000 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  places!: number;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 80)
  grade!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 120)
  location!: string;
}

export class NewCompetitionDto {
  @ApiProperty({ type: String, pattern: '^[A-Z0-9][A-Z0-9-]{2,29}$', description: 'Public and lasting.' })
  @IsString()
  @Matches(/^[A-Z0-9][A-Z0-9-]{2,29}$/)
  code!: string;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  description!: Record<string, string>;

  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  programmeId!: string;

  @ApiProperty({
    type: String,
    enum: DISCLOSURE_LEVELS,
    required: false,
    default: 'commitments',
    description: 'How much of the exam is published; announced with it, and not changed after.',
  })
  @IsOptional()
  @IsIn(DISCLOSURE_LEVELS)
  disclosure?: DisclosureLevel;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  applyFrom!: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  applyUntil!: Date;

  @ApiProperty({ type: [NewPostDto], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => NewPostDto)
  posts!: NewPostDto[];
}

export class ApplyDto {
  @ApiProperty({ type: String, enum: ['en', 'ru'], description: 'Language of the paper.' })
  @IsIn(['en', 'ru'])
  language!: string;
}

export class CompetitionIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  competitionId!: string;
}

export class ApplicationIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
}

export class CompetitionStateDto {
  @ApiProperty({ type: String, enum: ['draft', 'announced', 'closed', 'concluded'] })
  state!: 'draft' | 'announced' | 'closed' | 'concluded';
}

class PostDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty(TEXTS)
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: 'integer' })
  places!: number;
  @ApiProperty({ type: String })
  grade!: string;
  @ApiProperty({ type: String })
  location!: string;
}

class AgencyOfCompetitionDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(TEXTS)
  name!: Readonly<Record<string, string>>;
}

class ProfileRefDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class CompetitionDto extends CompetitionStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(TEXTS)
  title!: Readonly<Record<string, string>>;
  @ApiProperty(TEXTS)
  description!: Readonly<Record<string, string>>;
  @ApiProperty({ type: AgencyOfCompetitionDto })
  agency!: AgencyOfCompetitionDto;
  @ApiProperty({ type: String, format: 'uuid' })
  programmeId!: string;
  @ApiProperty({ type: ProfileRefDto, description: 'The jurisdiction profile pinned to it.' })
  profile!: ProfileRefDto;
  @ApiProperty({ type: String, enum: DISCLOSURE_LEVELS })
  disclosure!: DisclosureLevel;
  @ApiProperty({ type: String, format: 'date-time' })
  applyFrom!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  applyUntil!: Date;
  @ApiProperty({ type: Boolean })
  isOpenForApplications!: boolean;
  @ApiProperty({ type: [PostDto] })
  posts!: readonly PostDto[];
}

export class CompetitionPageDto {
  @ApiProperty({ type: [CompetitionDto] })
  items!: CompetitionDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class ApplicationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  competitionId!: string;
  @ApiProperty({ type: String })
  language!: string;
  @ApiProperty({ type: String, enum: ['submitted', 'withdrawn'] })
  state!: 'submitted' | 'withdrawn';
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
}

export class ApplicationListDto {
  @ApiProperty({ type: [ApplicationDto] })
  items!: ApplicationDto[];
}
