import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { RehearsalReport, RehearsalState } from '../../session/index.js';

export class RehearsalWishDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2000 })
  @IsInt()
  @Min(1)
  @Max(2000)
  candidates!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 3,
    maximum: 60,
    description: 'After so many minutes it is stopped.',
  })
  @IsInt()
  @Min(3)
  @Max(60)
  minutes!: number;
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
  @ApiProperty({ type: 'integer' })
  candidates!: number;
  @ApiProperty({ type: 'integer' })
  started!: number;
  @ApiProperty({ type: 'integer' })
  handedIn!: number;
  @ApiProperty({ type: Boolean, nullable: true })
  passed!: boolean | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Counts, times in milliseconds, refusals by code, receipts, faults.',
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
