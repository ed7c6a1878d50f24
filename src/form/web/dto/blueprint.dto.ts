import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { BlueprintPartDto, ConstraintDto, TEXTS } from './blueprint-part.dto.js';
import type { Aids, AssemblyKind } from '../../domain/blueprint/blueprint.js';

const CALCULATORS: Aids['calculator'][] = ['none', 'basic'];
const KINDS: AssemblyKind[] = ['per-candidate', 'one-form', 'parallel'];

class PassDto {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Points over all parts; an item has one.' })
  @IsInt()
  @Min(0)
  @Max(500)
  overall!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Points in each part.' })
  @IsInt()
  @Min(0)
  @Max(500)
  eachPart!: number;
}

class ParallelDto {
  @ApiProperty({ type: 'integer', minimum: 2, maximum: 20 })
  @IsInt()
  @Min(2)
  @Max(20)
  forms!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Items that two forms may share at most.' })
  @IsInt()
  @Min(0)
  @Max(500)
  maximumOverlap!: number;
}

class BlueprintAidsDto {
  @ApiProperty({ type: String, enum: CALCULATORS })
  @IsIn(CALCULATORS)
  calculator!: Aids['calculator'];
}

/** A blueprint as it is handed in, and as it is kept. */
export class BlueprintDto {
  @ApiProperty({ type: String, pattern: '^[a-z][a-z0-9-]{2,60}$' })
  @IsString()
  @Matches(/^[a-z][a-z0-9-]{2,60}$/)
  code!: string;

  @ApiProperty(TEXTS)
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 600 })
  @IsInt()
  @Min(1)
  @Max(600)
  minutes!: number;

  @ApiProperty({ type: [String], minItems: 1, maxItems: 20 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[a-z]{2}$/, { each: true })
  languages!: string[];

  @ApiProperty({ type: String, pattern: '^[a-z]{2}$' })
  @IsString()
  @Matches(/^[a-z]{2}$/)
  governingLanguage!: string;

  @ApiProperty({ type: [BlueprintPartDto], minItems: 1, maxItems: 20 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => BlueprintPartDto)
  parts!: BlueprintPartDto[];

  @ApiProperty({ type: PassDto })
  @IsObject()
  @ValidateNested()
  @Type(() => PassDto)
  pass!: PassDto;

  @ApiProperty({ type: [ConstraintDto], required: false, maxItems: 100 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ConstraintDto)
  constraints?: ConstraintDto[];

  @ApiProperty({ type: [String], required: false, description: 'Items that stand in every form.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @Matches(/^[A-Z0-9][A-Z0-9-]{2,59}$/, { each: true })
  include?: string[];

  @ApiProperty({ type: [String], required: false, description: 'Items that stand in none.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @Matches(/^[A-Z0-9][A-Z0-9-]{2,59}$/, { each: true })
  exclude?: string[];

  @ApiProperty({ type: 'integer', required: false, minimum: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  maximumExposure?: number;

  @ApiProperty({ type: String, required: false, enum: KINDS, default: 'per-candidate' })
  @IsOptional()
  @IsIn(KINDS)
  assembly?: AssemblyKind;

  @ApiProperty({ type: ParallelDto, required: false, description: 'For parallel forms.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ParallelDto)
  parallel?: ParallelDto;

  @ApiProperty({
    type: BlueprintAidsDto,
    required: false,
    description: 'What candidates may use beside the questions; nothing where it is left out.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BlueprintAidsDto)
  aids?: BlueprintAidsDto;
}

export class CheckBlueprintDto {
  @ApiProperty({ type: BlueprintDto })
  @IsObject()
  @ValidateNested()
  @Type(() => BlueprintDto)
  blueprint!: BlueprintDto;
}

export class SaveBlueprintDto extends CheckBlueprintDto {
  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'The newest version, which this one follows; left out for a new code.',
  })
  @IsOptional()
  @IsUUID()
  base?: string;
}
