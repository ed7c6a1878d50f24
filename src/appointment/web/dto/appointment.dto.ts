import { ApiProperty } from '@nestjs/swagger';
import { END_REASONS, type EndReason } from '../../facts.js';
import { IsIn, Matches } from 'class-validator';

export class EndAppointmentDto {
  @ApiProperty({ type: String, enum: END_REASONS })
  @IsIn(END_REASONS)
  reason!: EndReason;

  @ApiProperty({
    type: String,
    format: 'date',
    description: 'The day on which it ended: not before the appointment’s, and not to come.',
  })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  endedOn!: string;
}

export class AppointmentEndedDto {
  @ApiProperty({ type: String, format: 'date' })
  endedOn!: string;
}

export class AppointmentEndDto {
  @ApiProperty({ type: String, enum: END_REASONS })
  reason!: EndReason;
  @ApiProperty({ type: String, format: 'date' })
  endedOn!: string;
}

export class AppointmentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  postId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null where nothing was sat.' })
  sittingId!: string | null;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: String, nullable: true })
  passedOverReason!: string | null;
  @ApiProperty({ type: String, description: 'Name and position of who signed.' })
  official!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Name and position of who proposed it.' })
  proposedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  decidedAt!: Date;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null: it is not public yet.',
  })
  publishedAt!: Date | null;
  @ApiProperty({ type: AppointmentEndDto, nullable: true, description: 'Null while it holds.' })
  ended!: AppointmentEndDto | null;
}

export class AppointmentsPublishedDto {
  @ApiProperty({ type: 'integer', description: 'Appointments that are public now.' })
  published!: number;
}

export class AppointmentListDto {
  @ApiProperty({ type: [AppointmentDto] })
  items!: AppointmentDto[];
}
