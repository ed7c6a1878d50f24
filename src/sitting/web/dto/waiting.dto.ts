import { ApiProperty } from '@nestjs/swagger';
import { IdentityCheckDto } from '../../../session/index.js';
import type { Waiting } from '../../use-cases/wait-for-start.js';

const STATES: Waiting['state'][] = [
  'early',
  'waiting',
  'may-start',
  'entry-closed',
  'paused',
  'closed',
  'void',
  'sitting',
  'handed-in',
];

export class EntryAdmissionDto {
  @ApiProperty({ type: String, enum: ['none', 'proctor', 'seat-code', 'either'] })
  needed!: Waiting['admission']['needed'];
  @ApiProperty({ type: Boolean })
  admitted!: boolean;
  @ApiProperty({
    type: IdentityCheckDto,
    nullable: true,
    description: 'Who made sure who you are, and how; null where no proctor has admitted you.',
  })
  check!: IdentityCheckDto | null;
}

export class SealedToFetchDto {
  @ApiProperty({ type: String, description: 'Path of the sealed form, a static file.' })
  address!: string;
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  @ApiProperty({
    type: 'integer',
    description: 'From when to fetch it, milliseconds since 1970: each candidate at a moment of their own.',
  })
  fetchAt!: number;
}

export class WaitingDto {
  @ApiProperty({
    type: String,
    enum: STATES,
    description:
      'early: before the opening; waiting: something is lacking still (the opening by the officer, the admission, the own moment); may-start: pressing start begins the sitting.',
  })
  state!: Waiting['state'];
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' })
  serverTime!: number;
  @ApiProperty({ type: 'integer' })
  opensAt!: number;
  @ApiProperty({ type: 'integer', description: 'This candidate’s own moment.' })
  startAt!: number;
  @ApiProperty({ type: 'integer' })
  entryClosesAt!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sittingId!: string | null;
  @ApiProperty({ type: String, nullable: true })
  candidateNumber!: string | null;
  @ApiProperty({ type: EntryAdmissionDto })
  admission!: EntryAdmissionDto;
  @ApiProperty({ type: SealedToFetchDto, nullable: true })
  sealed!: SealedToFetchDto | null;
}
