import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import {
  GROUNDS,
  OUTCOMES,
  REMEDIES,
  type Ground,
  type Outcome,
  type Remedy,
} from '../../domain/appeal-state.js';
import { PARTS, type Part } from '../../domain/took-part.js';
import { PlaceChangeDto } from './case.dto.js';
import { OwnAppealDto } from './review.dto.js';

export class StaffAppealDto extends OwnAppealDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Name and position of who has taken it up.' })
  takenOfficial!: string | null;
}

export class StaffAppealListDto {
  @ApiProperty({ type: [StaffAppealDto] })
  items!: StaffAppealDto[];
}

export class RecordLineDto {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: String })
  what!: string;
  @ApiProperty({ type: 'integer', nullable: true })
  count!: number | null;
  @ApiProperty({ type: String, nullable: true })
  by!: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

export class SittingRecordDto {
  @ApiProperty({ type: [RecordLineDto] })
  lines!: readonly RecordLineDto[];
  @ApiProperty({ type: 'integer' })
  events!: number;
  @ApiProperty({ type: 'integer' })
  late!: number;
  @ApiProperty({ type: 'integer' })
  devices!: number;
}

export class StaffAppealDetailDto extends StaffAppealDto {
  @ApiProperty({ type: SittingRecordDto })
  record!: SittingRecordDto;
  @ApiProperty({
    type: String,
    isArray: true,
    enum: PARTS,
    description: 'How you took part: then somebody else decides.',
  })
  ownParts!: Part[];
}

export class DecideAppealDto {
  @ApiProperty({ type: String, enum: OUTCOMES })
  @IsIn(OUTCOMES)
  outcome!: Outcome;

  @ApiProperty({ type: String, enum: REMEDIES })
  @IsIn(REMEDIES)
  remedy!: Remedy;

  @ApiProperty({ type: String, enum: GROUNDS })
  @IsIn(GROUNDS)
  ground!: Ground;

  @ApiProperty({ type: String, maxLength: 4000, description: 'The candidate reads it. It is not published.' })
  @IsString()
  @MaxLength(4000)
  reason!: string;

  @ApiProperty({ type: 'integer', required: false, description: 'Hundredths: of a mark that is corrected.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  points?: number;
}

export class AppealCountsDto {
  @ApiProperty({ type: 'integer' })
  waiting!: number;
  @ApiProperty({ type: 'integer' })
  upheld!: number;
  @ApiProperty({ type: 'integer' })
  partly!: number;
  @ApiProperty({ type: 'integer' })
  rejected!: number;
  @ApiProperty({ type: 'integer' })
  withdrawn!: number;
}

export class ChangedKeyDto {
  @ApiProperty({ type: String })
  itemCode!: string;
  @ApiProperty({ type: String, enum: ['annulled', 'other-key'] })
  change!: 'annulled' | 'other-key';
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: Boolean, description: 'Grading is still under way.' })
  isRunning!: boolean;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The version of the ranking that followed.' })
  rankingVersion!: number | null;
  @ApiProperty({ type: 'integer', description: 'How many more points, fewer points.' })
  up!: number;
  @ApiProperty({ type: 'integer' })
  down!: number;
  @ApiProperty({ type: 'integer' })
  nowPass!: number;
  @ApiProperty({ type: 'integer' })
  nowFail!: number;
  @ApiProperty({ type: [PlaceChangeDto] })
  places!: readonly PlaceChangeDto[];
}

export class ChangesDto {
  @ApiProperty({ type: [ChangedKeyDto] })
  items!: ChangedKeyDto[];
  @ApiProperty({ type: AppealCountsDto })
  appeals!: AppealCountsDto;
}
