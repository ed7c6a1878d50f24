import { ApiProperty } from '@nestjs/swagger';

export class FailedJobDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, description: 'The kind of job: the name of its queue.' })
  job!: string;
  @ApiProperty({ type: String, description: 'What it is about, by its ids.' })
  subject!: string;
  @ApiProperty({ type: String, enum: ['retrying', 'failed', 'aside', 'done'] })
  state!: 'retrying' | 'failed' | 'aside' | 'done';
  @ApiProperty({ type: String, description: 'The kind of error; never its text, which may quote an answer.' })
  errorName!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  firstAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  lastAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who decided about it last: name and position.' })
  official!: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

export class FailedJobPageDto {
  @ApiProperty({ type: [FailedJobDto] })
  items!: FailedJobDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
