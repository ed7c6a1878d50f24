import { ApiProperty } from '@nestjs/swagger';

export class RoomRowDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, enum: ['open', 'closed', 'void'] })
  state!: 'open' | 'closed' | 'void';
  @ApiProperty({ type: String, format: 'date-time' })
  startedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  deadlineAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: Date | null;
  @ApiProperty({ type: 'integer', description: 'Devices used so far.' })
  leases!: number;
  @ApiProperty({ type: 'integer', description: 'Response events on disk.' })
  answersSaved!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSavedAt!: Date | null;
}

export class RoomDto {
  @ApiProperty({ type: [RoomRowDto] })
  items!: RoomRowDto[];
}
