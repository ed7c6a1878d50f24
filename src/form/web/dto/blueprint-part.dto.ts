import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
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
import { COGNITIVE_LEVELS } from '../../../question-bank/index.js';

export const TEXTS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → text.',
} as const;

class DifficultyDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 1000, description: 'Thousandths who get it right.' })
  @IsInt()
  @Min(0)
  @Max(1000)
  from!: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 1000 })
  @IsInt()
  @Min(0)
  @Max(1000)
  to!: number;
}

/** All given fields must hold. */
class BlueprintFilterDto {
  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  contentArea?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  competency?: string;

  @ApiProperty({ type: String, required: false, enum: COGNITIVE_LEVELS })
  @IsOptional()
  @IsIn(COGNITIVE_LEVELS)
  cognitiveLevel?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  type?: string;

  @ApiProperty({ type: DifficultyDto, required: false })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DifficultyDto)
  difficulty?: DifficultyDto;
}

class StratumDto extends BlueprintFilterDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 500 })
  @IsInt()
  @Min(1)
  @Max(500)
  count!: number;
}

export class ConstraintDto extends BlueprintFilterDto {
  @ApiProperty({ type: String, required: false, description: 'A part’s code; without it the whole form.' })
  @IsOptional()
  @IsString()
  @Length(1, 41)
  part?: string;

  @ApiProperty({ type: 'integer', required: false, minimum: 0, maximum: 500 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(500)
  minimum?: number;

  @ApiProperty({ type: 'integer', required: false, minimum: 0, maximum: 500 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(500)
  maximum?: number;
}

export class BlueprintPartDto {
  @ApiProperty({ type: String, pattern: '^[a-z][a-z0-9-]{0,40}$' })
  @IsString()
  @Matches(/^[a-z][a-z0-9-]{0,40}$/)
  code!: string;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: String, description: 'A bank’s code.' })
  @IsString()
  @Length(1, 80)
  bank!: string;

  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 600 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  minutes?: number;

  @ApiProperty({ type: [StratumDto], minItems: 1, maxItems: 60 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => StratumDto)
  draw!: StratumDto[];
}
