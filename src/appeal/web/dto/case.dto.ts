import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';
import type { Json } from '../../../kernel/index.js';
import type { CaseState } from '../../domain/case-state.js';
import type { StagesForeseen } from '../../domain/foreseen.js';
import type { RulingKind } from '../../store/case-store.js';
import type { Preview } from '../../use-cases/case-model.js';
import { DueClockDto } from './review.dto.js';

export class ChallengeCaseDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, description: 'The item’s code.' })
  itemCode!: string;
  @ApiProperty({ type: String, enum: ['open', 'proposed', 'regrading', 'rejected', 'accepted'] })
  state!: CaseState;
  @ApiProperty({ type: String, format: 'date-time' })
  openedAt!: Date;
  @ApiProperty({ type: DueClockDto })
  clock!: DueClockDto;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;
  @ApiProperty({ type: 'integer', description: 'How many candidates have challenged it.' })
  challenges!: number;
}

export class CaseListDto {
  @ApiProperty({ type: [ChallengeCaseDto] })
  items!: ChallengeCaseDto[];
}

export class ChallengeOfCaseDto {
  @ApiProperty({ type: String })
  reasons!: string;
  @ApiProperty({ type: String, nullable: true })
  source!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  madeAt!: Date;
}

export class RulingDto {
  @ApiProperty({ type: String, enum: ['reject', 'annul', 'rekey', 'confirm', 'return'] })
  kind!: RulingKind;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class ShiftDto {
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer' })
  sittings!: number;
}

export class SessionForeseenDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: Boolean })
  isReleased!: boolean;
  @ApiProperty({ type: 'integer', description: 'Sittings that had the item.' })
  sittings!: number;
  @ApiProperty({ type: 'integer' })
  up!: number;
  @ApiProperty({ type: 'integer' })
  down!: number;
  @ApiProperty({ type: 'integer' })
  nowPass!: number;
  @ApiProperty({ type: 'integer' })
  nowFail!: number;
  @ApiProperty({ type: [ShiftDto] })
  shifts!: readonly ShiftDto[];
}

export class PlaceThenDto {
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', nullable: true })
  place!: number | null;
}

export class PlaceChangeDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: PlaceThenDto, nullable: true })
  before!: PlaceThenDto | null;
  @ApiProperty({ type: PlaceThenDto, nullable: true })
  after!: PlaceThenDto | null;
  @ApiProperty({
    type: String,
    enum: ['in', 'out'],
    nullable: true,
    description: 'Comes among as many as there are places, or leaves them.',
  })
  crosses!: 'in' | 'out' | null;
}

export class RankingForeseenDto {
  @ApiProperty({ type: 'integer' })
  up!: number;
  @ApiProperty({ type: 'integer' })
  down!: number;
  @ApiProperty({ type: 'integer' })
  entered!: number;
  @ApiProperty({ type: 'integer' })
  left!: number;
  @ApiProperty({ type: 'integer' })
  crossedIn!: number;
  @ApiProperty({ type: 'integer' })
  crossedOut!: number;
  @ApiProperty({ type: 'integer' })
  ranked!: number;
  @ApiProperty({ type: 'integer' })
  places!: number;
  @ApiProperty({
    type: [PlaceChangeDto],
    description: 'At most 200: who crosses first, then who moves farthest.',
  })
  changes!: readonly PlaceChangeDto[];
}

export class NumbersForeseenDto {
  @ApiProperty({ type: 'integer' })
  count!: number;
  @ApiProperty({ type: [String], description: 'Candidate numbers in this stage, at most 200.' })
  numbers!: readonly string[];
}

export class StageForeseenDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: NumbersForeseenDto, description: 'Go on and did not.' })
  cameIn!: NumbersForeseenDto;
  @ApiProperty({ type: NumbersForeseenDto, description: 'Went on and do not.' })
  fellOut!: NumbersForeseenDto;
  @ApiProperty({
    type: NumbersForeseenDto,
    description:
      'Out by the rule; stay, having taken part in a later stage, unless an officer decides otherwise.',
  })
  kept!: NumbersForeseenDto;
}

export class OpenStageDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, enum: ['not-concluded', 'owed', 'newcomers'] })
  why!: NonNullable<StagesForeseen['open']>['why'];
  @ApiProperty({ type: 'integer', description: 'People who would come in without having taken part in it.' })
  count!: number;
}

export class StagesForeseenDto {
  @ApiProperty({ type: [StageForeseenDto], description: 'Up to the first that cannot be foreseen.' })
  concluded!: readonly StageForeseenDto[];
  @ApiProperty({ type: OpenStageDto, nullable: true, description: 'The first that cannot be foreseen.' })
  open!: OpenStageDto | null;
  @ApiProperty({
    type: String,
    enum: ['stage', 'no-ranking', 'lot', 'nobody'],
    nullable: true,
    description: 'Why no places are foreseen.',
  })
  noPlaces!: StagesForeseen['noPlaces'];
}

export class ForeseenDto {
  @ApiProperty({ type: [SessionForeseenDto] })
  sessions!: readonly SessionForeseenDto[];
  @ApiProperty({ type: RankingForeseenDto, nullable: true })
  ranking!: RankingForeseenDto | null;
  @ApiPropertyOptional({ type: StagesForeseenDto, description: 'Of a competition with stages.' })
  stages?: StagesForeseenDto;
}

export class PreviewDto {
  @ApiProperty({
    type: String,
    enum: ['none', 'waiting', 'working', 'done', 'failed'],
    description: 'None: nothing is proposed now. Ask again while it waits or is worked on.',
  })
  state!: Preview['state'];
  @ApiProperty({ type: 'integer', description: 'Sittings that are worked out.' })
  done!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of so many; null before they are counted.' })
  of!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A code, where it failed: it can be tried again.',
  })
  failure!: string | null;
}

export class CaseDetailDto extends ChallengeCaseDto {
  @ApiProperty({
    type: [ChallengeOfCaseDto],
    description: 'Without numbers and names: what counts is the reason.',
  })
  reasons!: ChallengeOfCaseDto[];
  @ApiProperty({ type: [RulingDto] })
  rulings!: RulingDto[];
  @ApiProperty({ type: PreviewDto, description: 'How far it is worked out what a proposed change would do.' })
  preview!: PreviewDto;
  @ApiProperty({
    type: ForeseenDto,
    nullable: true,
    description: 'What the proposed change would do, once that is worked out; what it did.',
  })
  foreseen!: ForeseenDto | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Name it with the confirmation: it is of what you saw.',
  })
  foreseenHash!: string | null;
}

export class RuleDto {
  @ApiProperty({ type: String, enum: ['reject', 'annul', 'rekey'] })
  @IsIn(['reject', 'annul', 'rekey'])
  kind!: 'reject' | 'annul' | 'rekey';

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Of a rekey, in the form of the item’s type.',
  })
  @IsOptional()
  @IsObject()
  answerKey?: Record<string, Json>;

  @ApiProperty({ type: String, maxLength: 1000 })
  @IsString()
  @MaxLength(1000)
  reason!: string;

  @ApiProperty({ type: 'integer', description: 'How many challenges you have read.' })
  @IsInt()
  @Min(1)
  challenges!: number;
}

export class CaseStateDto {
  @ApiProperty({ type: String, enum: ['open', 'proposed', 'regrading', 'rejected', 'accepted'] })
  state!: CaseState;
}

export class ConfirmDto {
  @ApiProperty({ type: String, pattern: '^[0-9a-f]{64}$' })
  @Matches(/^[0-9a-f]{64}$/)
  foreseenHash!: string;
}

export class ReturnDto {
  @ApiProperty({ type: String, maxLength: 1000 })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}
