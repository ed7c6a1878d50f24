import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { LAST_RESORTS, MAX_STAGES, type LastResort } from '../../domain/stage-plan.js';
import { STAGE_KINDS, type StageKind, type StageRule } from '../../domain/stage.js';

const RULES = ['passed', 'cut-score', 'best', 'best-half', 'weighted'] as const;

export class WeighedStageDto {
  @ApiProperty({ type: String })
  @IsString()
  @MaxLength(40)
  code!: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1000 })
  @IsInt()
  @Min(1)
  @Max(1000)
  weight!: number;
}

export class StageRuleDto {
  @ApiProperty({ type: String, enum: RULES })
  @IsIn(RULES)
  kind!: StageRule['kind'];

  @ApiProperty({ type: 'integer', required: false, description: 'cut-score: hundredths of a point.' })
  @ValidateIf((rule: StageRuleDto) => rule.kind === 'cut-score')
  @IsInt()
  points?: number;

  @ApiProperty({ type: 'integer', required: false, description: 'best: so many, and all equal to the last.' })
  @ValidateIf((rule: StageRuleDto) => rule.kind === 'best')
  @IsInt()
  count?: number;

  @ApiProperty({ type: 'integer', required: false, description: 'weighted: per cent of the weighted mean.' })
  @ValidateIf((rule: StageRuleDto) => rule.kind === 'weighted')
  @IsInt()
  least?: number;

  @ApiProperty({ type: [WeighedStageDto], required: false, description: 'weighted: what is weighed.' })
  @ValidateIf((rule: StageRuleDto) => rule.kind === 'weighted')
  @IsArray()
  @ArrayMaxSize(MAX_STAGES)
  @ValidateNested({ each: true })
  @Type(() => WeighedStageDto)
  stages?: WeighedStageDto[];
}

export class PlannedStageDto {
  @ApiProperty({ type: String, pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Public and lasting.' })
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/)
  code!: string;

  @ApiProperty({ type: String, enum: STAGE_KINDS })
  @IsIn(STAGE_KINDS)
  kind!: StageKind;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Language → text.' })
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: StageRuleDto })
  @IsObject()
  @ValidateNested()
  @Type(() => StageRuleDto)
  rule!: StageRuleDto;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 1000,
    description: 'In the ranking; 0: it only sieves.',
  })
  @IsInt()
  @Min(0)
  @Max(1000)
  weight!: number;

  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    nullable: true,
    description: 'Of a stage that is sat; null: the competition’s own.',
  })
  @IsOptional()
  @IsUUID()
  programmeId?: string | null;
}

export class StagePlanDto {
  @ApiProperty({ type: [PlannedStageDto], maxItems: MAX_STAGES, description: 'In their order.' })
  @IsArray()
  @ArrayMaxSize(MAX_STAGES)
  @ValidateNested({ each: true })
  @Type(() => PlannedStageDto)
  stages!: PlannedStageDto[];

  @ApiProperty({
    type: [String],
    description: 'Codes of stages whose points part who is equal in total, the most decisive first.',
  })
  @IsArray()
  @ArrayMaxSize(MAX_STAGES)
  @IsString({ each: true })
  ties!: string[];

  @ApiProperty({
    type: String,
    enum: LAST_RESORTS,
    description: 'Who is equal in these too shares a place, or is parted by the lot of the exam’s draw.',
  })
  @IsIn(LAST_RESORTS)
  last!: LastResort;
}

export class StageCountDto {
  @ApiProperty({ type: 'integer' })
  stages!: number;
}

class StageDto extends PlannedStageDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer', description: 'From 1.' })
  position!: number;
}

export class StageListDto {
  @ApiProperty({
    type: [StageDto],
    description: 'In their order; none where there is one exam and nothing else.',
  })
  items!: StageDto[];
  @ApiProperty({ type: [String] })
  ties!: readonly string[];
  @ApiProperty({ type: String, enum: LAST_RESORTS })
  last!: LastResort;
}
