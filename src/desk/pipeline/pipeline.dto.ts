import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQueryDto } from '../../platform/index.js';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;

export class PipelineQueryDto extends PageQueryDto {
  @ApiProperty({ type: String, required: false, description: 'A step that was reached: see `steps`.' })
  @IsOptional()
  @Matches(/^(|applied|eligible|sat|passed|ranked|offered|accepted|appointed|stage:[a-z0-9-]{1,40})$/)
  step?: string;

  @ApiProperty({ type: String, enum: ['in', 'out', 'appointed'], required: false })
  @IsOptional()
  @IsIn(['', 'in', 'out', 'appointed'])
  standing?: '' | 'in' | 'out' | 'appointed';

  @ApiProperty({ type: String, required: false, description: 'The post to which they are appointed.' })
  @IsOptional()
  @Matches(/^(|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
  post?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @Matches(/^(|[a-z]{2})$/)
  language?: string;

  @ApiProperty({ type: String, required: false, description: 'A part of the name.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;
}

class PipelineStepDto {
  @ApiProperty({ type: String })
  id!: string;
  @ApiProperty({ ...TEXTS, nullable: true, description: 'Of a stage.' })
  title!: Readonly<Record<string, string>> | null;
  @ApiProperty({ type: 'integer', description: 'How many have reached it.' })
  reached!: number;
}

class PipelineCandidateDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'Of the application.' })
  id!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: String })
  language!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  appliedAt!: Date;
  @ApiProperty({ type: String, description: 'The furthest step.' })
  step!: string;
  @ApiProperty({ type: String, enum: ['in', 'out', 'appointed'] })
  standing!: 'in' | 'out' | 'appointed';
  @ApiProperty({ type: 'integer', nullable: true, description: 'In the approved ranking.' })
  place!: number | null;
  @ApiProperty({ ...TEXTS, nullable: true, description: 'To which they are appointed.' })
  post!: Readonly<Record<string, string>> | null;
}

export class PipelineDto {
  @ApiProperty({ type: [PipelineStepDto] })
  steps!: PipelineStepDto[];
  @ApiProperty({ type: [PipelineCandidateDto] })
  items!: PipelineCandidateDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
