import { ApiProperty } from '@nestjs/swagger';

export class OwnRecordRowDto {
  @ApiProperty({ type: String, format: 'date-time', description: 'UTC.' })
  at!: Date;
  @ApiProperty({ type: String, description: 'What happened, in the language of the request.' })
  text!: string;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Milliseconds; null: it has no length, or has not ended.',
  })
  lastedMs!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'What a named person wrote.' })
  said!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'A page that has more of it.' })
  href!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Whatever else is kept of it.' })
  details!: Readonly<Record<string, unknown>>;
}

export class OwnRecordPartDto {
  @ApiProperty({ type: String, description: 'For example consent, signals, time.' })
  name!: string;
  @ApiProperty({ type: String })
  title!: string;
  @ApiProperty({ type: [OwnRecordRowDto] })
  rows!: OwnRecordRowDto[];
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it is deleted; null while that day is not known.',
  })
  keptUntil!: Date | null;
  @ApiProperty({ type: String, description: 'For how long it is kept, in words.' })
  kept!: string;
}

export class OwnRecordDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null, as what follows from it: not admitted, or not begun.',
  })
  sittingId!: string | null;
  @ApiProperty({ type: String, nullable: true })
  candidateNumber!: string | null;
  @ApiProperty({ type: String, description: 'Title of the session.' })
  exam!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: Date | null;
  @ApiProperty({ type: [OwnRecordPartDto] })
  parts!: OwnRecordPartDto[];
}
