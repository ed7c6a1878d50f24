import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RankingVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
}

export class ProposalDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description:
      'Why there is another ranking than the approved one: published with it. Needed where one is approved.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

class RankingScaleDto {
  @ApiProperty({ type: 'integer', description: 'Of the choice, as the registry has it.' })
  version!: number;
  @ApiProperty({ type: String, enum: ['percentile', 'equipercentile'] })
  method!: 'percentile' | 'equipercentile';
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The session on whose scale the others are put.',
  })
  base!: string | null;
}

class RankedStageDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer', description: '0: it only sieves.' })
  weight!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
  @ApiProperty({ type: RankingScaleDto, required: false, description: 'How its sessions are compared.' })
  scale?: RankingScaleDto;
}

class RankingRuleDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({
    type: [String],
    required: false,
    description:
      'openmerit-rank-1 and -3: parts that decide where totals are equal, the most decisive first.',
  })
  subjectOrder?: readonly string[];
  @ApiProperty({
    type: RankingScaleDto,
    required: false,
    description: 'openmerit-rank-3: how sessions are compared.',
  })
  scale?: RankingScaleDto;
  @ApiProperty({
    type: [RankedStageDto],
    required: false,
    description: 'openmerit-rank-2 and -4: what is weighed.',
  })
  stages?: readonly RankedStageDto[];
  @ApiProperty({
    type: [String],
    required: false,
    description: 'openmerit-rank-2 and -4: stages that part equals.',
  })
  ties?: readonly string[];
  @ApiProperty({ type: String, enum: ['equal', 'lot'], required: false })
  last?: 'equal' | 'lot';
}

export class RankingDto extends RankingVersionDto {
  @ApiProperty({ type: String, enum: ['proposed', 'approved', 'superseded'] })
  state!: 'proposed' | 'approved' | 'superseded';
  @ApiProperty({ type: RankingRuleDto })
  rule!: RankingRuleDto;
  @ApiProperty({ type: String, nullable: true, description: 'Why there is another than the approved one.' })
  reason!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Name and position.' })
  approvedBy!: string | null;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of rule and places.' })
  contentHash!: string;
}

export class RankingListDto {
  @ApiProperty({ type: [RankingDto] })
  items!: RankingDto[];
}

export class PlaceDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null where nothing was sat.' })
  sittingId!: string | null;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Part → hundredths.',
  })
  byPart!: Readonly<Record<string, number>>;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'On the scale by which one exam is ranked: ten-millionths.',
  })
  scaled!: number | null;
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'integer' },
    description: 'Part, or stage with a scale → ten-millionths.',
  })
  scaledParts!: Readonly<Record<string, number>> | null;
  @ApiProperty({ type: Boolean })
  passed!: boolean;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: '1 is the best; null for those who did not pass.',
  })
  place!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Where equals are ordered by lot.' })
  lot!: string | null;
}

export class PlacePageDto {
  @ApiProperty({ type: RankingDto })
  ranking!: RankingDto;
  @ApiProperty({ type: [PlaceDto] })
  items!: PlaceDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
