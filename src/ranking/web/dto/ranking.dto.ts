import { ApiProperty } from '@nestjs/swagger';

export class RankingVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
}

class RankingRuleDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({
    type: [String],
    description: 'Parts that decide where totals are equal, the most decisive first.',
  })
  subjectOrder!: readonly string[];
}

export class RankingDto extends RankingVersionDto {
  @ApiProperty({ type: String, enum: ['proposed', 'approved', 'superseded'] })
  state!: 'proposed' | 'approved' | 'superseded';
  @ApiProperty({ type: RankingRuleDto })
  rule!: RankingRuleDto;
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
  sittingId!: string;
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
  @ApiProperty({ type: Boolean })
  passed!: boolean;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: '1 is the best; null for those who did not pass.',
  })
  place!: number | null;
}

export class PlacePageDto {
  @ApiProperty({ type: RankingDto })
  ranking!: RankingDto;
  @ApiProperty({ type: [PlaceDto] })
  items!: PlaceDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
