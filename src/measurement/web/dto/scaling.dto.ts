import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { SCALING_METHODS, type ScalingMethod } from '../../domain/scaling.js';

export class ChooseScalingDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Of a competition with stages: which one.',
  })
  @IsOptional()
  @IsUUID()
  stageId?: string;

  @ApiProperty({ type: String, enum: SCALING_METHODS })
  @IsIn(SCALING_METHODS)
  method!: ScalingMethod;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Of `equipercentile`: the session on whose scale.',
  })
  @IsOptional()
  @IsUUID()
  baseSessionId?: string;

  @ApiProperty({ type: String, maxLength: 500, description: 'Published with your name. No personal data.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class ScalingVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class ScalingDto extends ScalingVersionDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  stageId!: string | null;
  @ApiProperty({ type: String, enum: SCALING_METHODS })
  method!: ScalingMethod;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  baseSessionId!: string | null;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, description: 'Name and position.' })
  chosenBy!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  chosenAt!: Date;
}

export class ScalingListDto {
  @ApiProperty({ type: [ScalingDto], description: 'Newest first: of each stage the first one holds.' })
  items!: ScalingDto[];
}
