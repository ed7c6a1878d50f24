import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

const POINTS = { type: 'integer', description: 'Whole points; an item is worth one.' } as const;

export class PartMinimumDto {
  @ApiProperty({ type: String, description: 'The part’s code.' })
  @IsString()
  @Length(1, 60)
  part!: string;

  @ApiProperty(POINTS)
  @IsInt()
  @Min(0)
  @Max(500)
  points!: number;
}

export class AdoptCutDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'The exam; left out: the competition’s own.',
  })
  @IsOptional()
  @IsUUID()
  programmeId?: string;

  @ApiProperty({ type: String, enum: ['law', 'angoff'] })
  @IsIn(['law', 'angoff'])
  method!: 'law' | 'angoff';

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Of `angoff`: whose advice is adopted.' })
  @IsOptional()
  @IsUUID()
  panelId?: string;

  @ApiPropertyOptional({ type: String, maxLength: 300, description: 'Of `law`: the law and its article.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  legalBasis?: string;

  @ApiProperty(POINTS)
  @IsInt()
  @Min(0)
  @Max(500)
  overall!: number;

  @ApiProperty({ ...POINTS, description: 'In each part that has no minimum of its own.' })
  @IsInt()
  @Min(0)
  @Max(500)
  eachPart!: number;

  @ApiPropertyOptional({ type: [PartMinimumDto], description: 'Parts with a minimum of their own.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PartMinimumDto)
  byPart?: PartMinimumDto[];

  @ApiProperty({ type: String, maxLength: 500, description: 'Published with your name. No personal data.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class CutVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class CutScoreDto extends CutVersionDto {
  @ApiProperty({ type: String, format: 'uuid' })
  programmeId!: string;
  @ApiProperty({ type: String, enum: ['law', 'angoff'] })
  method!: 'law' | 'angoff';
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  panelId!: string | null;
  @ApiProperty(POINTS)
  overall!: number;
  @ApiProperty(POINTS)
  eachPart!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  byPart!: Readonly<Record<string, number>>;
  @ApiProperty({ type: String, nullable: true, description: 'Points that the panel advised, a decimal.' })
  advised!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the advice over judges, a decimal.' })
  standardError!: string | null;
  @ApiProperty({ type: 'integer', description: 'How many judges the advice is of.' })
  judges!: number;
  @ApiProperty({ type: String, nullable: true })
  legalBasis!: string | null;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, description: 'Name and position.' })
  adoptedBy!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  adoptedAt!: Date;
}

export class CutScoreListDto {
  @ApiProperty({ type: [CutScoreDto], description: 'Newest first: of each exam the first one holds.' })
  items!: CutScoreDto[];
}
