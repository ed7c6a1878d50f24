import { ApiProperty } from '@nestjs/swagger';
import { REMOVAL_KINDS, type RemovalKind } from '../../store/removal-store.js';

export class SnapshotDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When its first byte was received.' })
  takenAt!: Date;
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When its time was over; null: it is there.',
  })
  removedAt!: Date | null;
}

export class SnapshotLookDto {
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: 'integer', description: 'How many of these snapshots they opened.' })
  snapshots!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  firstAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  lastAt!: Date;
}

export class SnapshotListDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: [SnapshotDto] })
  items!: readonly SnapshotDto[];
  @ApiProperty({ type: [SnapshotLookDto], description: 'By hour and person, the newest first.' })
  looks!: readonly SnapshotLookDto[];
}

export class WatchRemovalDto {
  @ApiProperty({ type: String, enum: REMOVAL_KINDS })
  kind!: RemovalKind;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The rule: days after the end of the session. Null: the next one.',
  })
  keepDays!: number | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Months after the competition was concluded, of all of its sessions together.',
  })
  keepMonths!: number | null;
  @ApiProperty({ type: 'integer' })
  amount!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  firstAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  lastAt!: Date;
}

export class WatchRemovalListDto {
  @ApiProperty({ type: [WatchRemovalDto] })
  items!: readonly WatchRemovalDto[];
}
