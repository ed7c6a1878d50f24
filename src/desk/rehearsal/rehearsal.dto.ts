import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { RehearsalReport, RehearsalState } from '../../session/index.js';

export class RehearsalWishDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2000, description: 'At most 500 to train.' })
  @IsInt()
  @Min(1)
  @Max(2000)
  candidates!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 3,
    maximum: 60,
    description: 'After so many minutes it is stopped; it trains for so many, at most 30.',
  })
  @IsInt()
  @Min(3)
  @Max(60)
  minutes!: number;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description:
      'To train proctors: made-up candidates take their time, and some of them do what a board shows. Only where something is watched.',
  })
  @IsOptional()
  @IsBoolean()
  training?: boolean;
}

export class RehearsalRequestedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  rehearsalId!: string;
}

const STATES = ['requested', 'running', 'done', 'failed', 'cancelled'] as const;

export class RehearsalStateDto {
  @ApiProperty({ type: String, enum: STATES })
  state!: RehearsalState;
}

export class RehearsalDto extends RehearsalStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null once it is removed.' })
  rehearsalSessionId!: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How long it trains proctors, in milliseconds; null: it tries the platform.',
  })
  drillMs!: number | null;
  @ApiProperty({ type: 'integer' })
  candidates!: number;
  @ApiProperty({ type: 'integer' })
  started!: number;
  @ApiProperty({ type: 'integer' })
  handedIn!: number;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Null also of a training.' })
  passed!: boolean | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'Counts, times in milliseconds, refusals by code, receipts, faults. Of a training also `drill`: what the board showed, by time, how many milliseconds later somebody said that they had looked or did something, or null.',
  })
  report!: RehearsalReport | null;
  @ApiProperty({ type: String, nullable: true, description: 'A code.' })
  failure!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  requestedAt!: Date;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: Date | null;
}

export class RehearsalListDto {
  @ApiProperty({ type: [RehearsalDto] })
  items!: RehearsalDto[];
}
