import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { FUNCTIONS, MOST_MEMBERS, type MemberFunction } from '../../domain/composition.js';
import { DECLARATIONS, type Declaration } from '../../domain/declare.js';

const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'By language.',
} as const;

export class CommissionSeatDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'Of staff with the role for this competition.' })
  @IsUUID()
  accountId!: string;

  @ApiProperty({ type: String, enum: FUNCTIONS })
  @IsIn(FUNCTIONS)
  function!: MemberFunction;

  @ApiProperty({ type: Boolean, description: 'From outside the agency: without a role or a position in it.' })
  @IsBoolean()
  outside!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Whom a member from outside comes from.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  organisation: string | null = null;
}

export class QuorumWishDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 12 })
  @IsInt()
  @Min(1)
  @Max(12)
  numerator!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 12 })
  @IsInt()
  @Min(1)
  @Max(12)
  denominator!: number;
}

export class CommissionMembersWishDto {
  @ApiProperty({
    type: [CommissionSeatDto],
    description: 'An odd number from 3, one chair, one from outside.',
  })
  @IsArray()
  @ArrayMaxSize(MOST_MEMBERS + 1)
  @ValidateNested({ each: true })
  @Type(() => CommissionSeatDto)
  members!: CommissionSeatDto[];

  @ApiProperty({ type: String, maxLength: 500, description: 'It is published.' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(500)
  reason!: string;
}

export class CommissionWishDto {
  @ApiProperty({
    type: [CommissionSeatDto],
    description: 'An odd number from 3, one chair, one from outside.',
  })
  @IsArray()
  @ArrayMaxSize(MOST_MEMBERS + 1)
  @ValidateNested({ each: true })
  @Type(() => CommissionSeatDto)
  members!: CommissionSeatDto[];

  @ApiProperty({ type: QuorumWishDto, required: false, description: 'Two thirds where nothing is said.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => QuorumWishDto)
  quorum?: QuorumWishDto;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Levels: a score is void where two members are further apart on a competency. 3 at first.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(9)
  largestGap?: number;

  @ApiProperty({ type: String, description: 'Code of a guide that ships.' })
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  guide!: string;
}

export class GuideQuestionDto {
  @ApiProperty(TEXTS)
  @IsTexts()
  text!: Record<string, string>;

  @ApiProperty({ type: 'array', items: TEXTS })
  @IsArray()
  @ArrayMaxSize(10)
  @IsTexts({ each: true })
  followUps!: Record<string, string>[];
}

export class GuideCompetencyDto {
  @ApiProperty({ type: String })
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  code!: string;

  @ApiProperty(TEXTS)
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty(TEXTS)
  @IsTexts()
  about!: Record<string, string>;

  @ApiProperty({ type: [GuideQuestionDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => GuideQuestionDto)
  questions!: GuideQuestionDto[];

  @ApiProperty({ type: 'array', items: TEXTS, description: 'What each level looks like, from 1.' })
  @IsArray()
  @ArrayMaxSize(10)
  @IsTexts({ each: true })
  anchors!: Record<string, string>[];
}

export class InterviewGuideWishDto {
  @ApiProperty({ type: 'integer', description: 'The version that was changed.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  version!: number;

  @ApiProperty(TEXTS)
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty(TEXTS)
  @IsTexts()
  about!: Record<string, string>;

  @ApiProperty({ type: [GuideCompetencyDto] })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => GuideCompetencyDto)
  competencies!: GuideCompetencyDto[];
}

export class CommissionDeclarationWishDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  applicationId!: string;

  @ApiProperty({ type: String, enum: DECLARATIONS })
  @IsIn(DECLARATIONS)
  kind!: Declaration;
}

export class CommissionDeclarationsWishDto {
  @ApiProperty({ type: [CommissionDeclarationWishDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => CommissionDeclarationWishDto)
  declarations!: CommissionDeclarationWishDto[];
}

export class CommissionEntryWishDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Competency → level, from 1. Sealing needs all.',
  })
  @IsObject()
  levels!: Record<string, number>;

  @ApiProperty({ type: String, required: false, maxLength: 8000 })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  notes?: string;

  @ApiProperty({ type: Boolean, description: 'True: it is final.' })
  @IsBoolean()
  seal!: boolean;
}

export class CommissionSecondRoundWishDto {
  @ApiProperty({
    type: String,
    maxLength: 2000,
    description: 'What was talked about; it is in the protocol.',
  })
  @IsString()
  @Matches(/\S/)
  @MaxLength(2000)
  discussion!: string;
}

export class CommissionExcusalWishDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  memberId!: string;

  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @Matches(/\S/)
  @MaxLength(500)
  reason!: string;
}

export class CommissionAbsenceWishDto {
  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @Matches(/\S/)
  @MaxLength(500)
  reason!: string;
}

export class InterviewSlotWishDto {
  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  startsAt!: Date;

  @ApiProperty({ type: 'integer', minimum: 5, maximum: 480 })
  @IsInt()
  @Min(5)
  @Max(480)
  minutes!: number;

  @ApiProperty({ type: String, description: 'IANA name.' })
  @IsString()
  @MaxLength(60)
  timeZone!: string;

  @ApiProperty({ type: String, maxLength: 500, description: 'An address, or a link.' })
  @IsString()
  @MaxLength(500)
  place!: string;

  @ApiProperty({ type: String, required: false, maxLength: 500, description: 'Needed for a change.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class CommissionVoteWishDto {
  @ApiProperty({ type: Boolean })
  @IsBoolean()
  approve!: boolean;

  @ApiProperty({ type: String, required: false, maxLength: 2000, description: 'A dissenting opinion.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  opinion?: string;

  @ApiProperty({ type: String, description: 'Of the list that you saw, hex.' })
  @Matches(/^[0-9a-f]{64}$/)
  listHash!: string;
}
