import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ROOM_STATES, STANDSTILLS } from '../../../sitting/index.js';
import { SIGNAL_KINDS, type SignalKind } from '../../domain/signal.js';
import type { BoardRow } from '../../use-cases/board-of-session.js';

const LASTING = ['left-page', 'left-full-screen', 'camera-off', 'silence', 'no-browser'] as const;
class BoardLastingDto {
  @ApiProperty({ type: String, enum: LASTING })
  kind!: (typeof LASTING)[number];
  @ApiProperty({ type: String, format: 'date-time' })
  since!: Date;
}

class BoardUnseenDto {
  @ApiProperty({ type: String, enum: SIGNAL_KINDS })
  kind!: SignalKind;
  @ApiProperty({ type: 'integer' })
  count!: number;
  @ApiProperty({ type: String, format: 'date-time', description: 'Of the last one.' })
  at!: Date;
}

class BoardHandDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class BoardRowDto implements BoardRow {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sittingId!: string | null;
  @ApiProperty({ type: String, nullable: true })
  candidateNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Room and seat, where places are booked.' })
  seat!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  roomId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deadlineAt!: Date | null;
  @ApiProperty({ type: 'integer' })
  answersSaved!: number;
  @ApiProperty({ type: String, enum: ROOM_STATES, description: 'silent: nothing is heard of the device.' })
  state!: BoardRow['state'];
  @ApiProperty({
    type: String,
    enum: STANDSTILLS,
    nullable: true,
    description: 'Why a clock stands: stopped alone, with the whole session, for a granted break.',
  })
  standsFor!: BoardRow['standsFor'];
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  since!: Date | null;
  @ApiProperty({
    type: String,
    enum: ['now', 'unseen', 'calm'],
    description: 'Something lasts at this moment; something happened that nobody has looked at; neither.',
  })
  attention!: BoardRow['attention'];
  @ApiProperty({ type: [BoardLastingDto] })
  lasting!: BoardLastingDto[];
  @ApiProperty({ type: [BoardUnseenDto], description: 'By kind, the latest first.' })
  unseen!: BoardUnseenDto[];
  @ApiProperty({ type: 'integer', description: 'All signals so far.' })
  signals!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Who looked at them last.' })
  seenBy!: string | null;
  @ApiProperty({ type: BoardHandDto, nullable: true, description: 'Who looks after this candidate now.' })
  inHand!: BoardHandDto | null;
}

export class BoardDto {
  @ApiProperty({ type: [BoardRowDto] })
  items!: BoardRowDto[];
}

export class SignalDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, enum: SIGNAL_KINDS })
  kind!: SignalKind;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: 'number', nullable: true, description: 'Milliseconds.' })
  lastedMs!: number | null;
  @ApiProperty({
    type: 'object',
    nullable: true,
    properties: { characters: { type: 'integer' }, position: { type: 'integer' } },
    additionalProperties: false,
    description: 'Of a paste: how many characters, into the answer to which question.',
  })
  detail!: { readonly characters?: number; readonly position?: number } | null;
}

export class SignalListDto {
  @ApiProperty({ type: [SignalDto] })
  items!: SignalDto[];
}

export class TakeInHandDto {
  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description:
      'The colleague (an account) who looks after them so far. Where it is another by now, it is refused.',
  })
  @IsOptional()
  @IsUUID()
  from?: string;
}

export class HandDto {
  @ApiProperty({ type: String, nullable: true, description: 'Who looks after this candidate now.' })
  official!: string | null;
}

/** Of PostgreSQL. */
const MOST_INTEGER = 2 ** 31 - 1;

export class SeenWishDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_INTEGER,
    description: 'The number of the last signal that was looked at.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_INTEGER)
  upTo!: number;
}

export class SeenDto {
  @ApiProperty({ type: 'integer' })
  seen!: number;
}
