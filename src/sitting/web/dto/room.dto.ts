import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { LanguageQueryDto } from '../../../platform/index.js';
import { isUuid } from '../../../kernel/index.js';
import {
  ROOM_STATES,
  STANDSTILLS,
  type RoomFilter,
  type RoomState,
  type Standstill,
} from '../../store/room-store.js';

export class RoomQueryDto extends LanguageQueryDto {
  @ApiProperty({ type: String, enum: [...ROOM_STATES, ''], required: false })
  @IsOptional()
  @IsIn([...ROOM_STATES, ''])
  state?: RoomState | '';

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 20,
    description: 'The beginning of a candidate number.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  number?: string;

  @ApiProperty({ type: String, required: false, description: 'A room of a centre, where places are booked.' })
  @IsOptional()
  @Matches(/^([0-9a-f-]{36})?$/)
  room?: string;
}

/** What a query narrows the room to. */
export const roomFilter = ({ state, number, room }: RoomQueryDto): RoomFilter => ({
  state: state === '' ? undefined : state,
  number: number?.trim(),
  roomId: isUuid(room) ? room : undefined,
});

export class RoomRowDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null before they begin.' })
  sittingId!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for a late candidate who has not begun.',
  })
  candidateNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Room and seat, where places are booked.' })
  seat!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  roomId!: string | null;
  @ApiProperty({
    type: String,
    enum: ROOM_STATES,
    description: 'silent: sits, but nothing was heard for three minutes.',
  })
  state!: RoomState;
  @ApiProperty({
    type: String,
    enum: STANDSTILLS,
    nullable: true,
    description:
      'Why the clock stands: this one alone was stopped, the whole session’s stands, or a granted break. Null where it does not.',
  })
  standsFor!: Standstill | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  since!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deadlineAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: Date | null;
  @ApiProperty({ type: 'integer', description: 'Devices used so far.' })
  leases!: number;
  @ApiProperty({ type: 'integer', description: 'Response events on disk.' })
  answersSaved!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSavedAt!: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'Since when the page that answers stands there without Safe Exam Browser, which was asked for; null where it does not.',
  })
  noBrowserSince!: Date | null;
}

export class RoomDto {
  @ApiProperty({ type: [RoomRowDto] })
  items!: RoomRowDto[];
}
