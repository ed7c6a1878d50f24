import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
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
import { IsDay, IsTexts } from '../../../platform/index.js';
import type { EligibilityRule } from '../../../people/index.js';
import { DISCLOSURE_LEVELS, type DisclosureLevel } from '../../domain/disclosure-level.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;

/** Whole units of a currency, as they fit PostgreSQL's integer. */
const MOST = 2_000_000_000;

export class PayDto {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'In a month, in whole units.' })
  @IsInt()
  @Min(0)
  @Max(MOST)
  from!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  @IsInt()
  @Min(0)
  @Max(MOST)
  until!: number;

  @ApiProperty({ type: String, pattern: '^[A-Z]{3}$', description: 'ISO 4217.' })
  @Matches(/^[A-Z]{3}$/)
  currency!: string;
}

export class RuleChoiceDto {
  @ApiProperty({ type: String, description: 'Of a rule of the jurisdiction profile.' })
  @IsString()
  @Length(1, 40)
  code!: string;

  @ApiProperty({ type: 'integer', required: false, description: 'Never below the profile’s.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(200)
  least?: number;

  @ApiProperty({ type: 'integer', required: false, description: 'Never above the profile’s.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(200)
  most?: number;

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Answers that meet it: some of the profile’s.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  eligible?: string[];

  @ApiProperty({
    type: Boolean,
    required: false,
    description:
      'The photo on the document of this rule is compared at the door of the exam. Of one rule at most, and of one that asks for a document.',
  })
  @IsOptional()
  @IsBoolean()
  identity?: boolean;
}

export class PlannedDateDto {
  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  what!: Record<string, string>;

  @ApiProperty({ type: String, format: 'date' })
  @IsDay()
  on!: string;
}

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

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  category?: string;

  @ApiProperty({ type: PayDto, required: false })
  @IsOptional()
  @ValidateNested()
  @Type(() => PayDto)
  pay?: PayDto;

  @ApiProperty({ type: 'array', items: TEXTS, required: false, maxItems: 20 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsTexts({ each: true })
  competencies?: Record<string, string>[];

  @ApiProperty({ ...TEXTS, selfRequired: false })
  @IsOptional()
  @IsTexts()
  duties?: Record<string, string>;
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

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Approved requests of the agency for posts, taken into this competition beside `posts`.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  requestIds?: string[];

  @ApiProperty({
    type: [RuleChoiceDto],
    required: false,
    description:
      'Rules of the profile that candidates are asked about. Left out: they apply without questions.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => RuleChoiceDto)
  eligibility?: RuleChoiceDto[];

  @ApiProperty({ type: [PlannedDateDto], required: false, description: 'Days that are planned.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PlannedDateDto)
  planned?: PlannedDateDto[];

  @ApiProperty({ type: [NewPostDto], maxItems: 100, description: 'May be empty where requests are taken.' })
  @IsArray()
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
  @ApiProperty({ type: String, nullable: true })
  category!: string | null;
  @ApiProperty({ type: PayDto, nullable: true })
  pay!: PayDto | null;
  @ApiProperty({ type: 'array', items: TEXTS })
  competencies!: readonly Readonly<Record<string, string>>[];
  @ApiProperty({ ...TEXTS, nullable: true })
  duties!: Readonly<Record<string, string>> | null;
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
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'What candidates are asked: rules of the pinned profile with this competition’s limits.',
  })
  eligibility!: readonly EligibilityRule[];
  @ApiProperty({ type: [PlannedDateDto] })
  planned!: readonly PlannedDateDto[];
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
  @ApiProperty({ type: String, enum: ['draft', 'submitted', 'withdrawn'] })
  state!: 'draft' | 'submitted' | 'withdrawn';
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
}

export class ApplicationListDto {
  @ApiProperty({ type: [ApplicationDto] })
  items!: ApplicationDto[];
}
