import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class AppointDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  postId!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    description: 'The candidate’s sitting, from the approved ranking.',
  })
  @IsUUID()
  sittingId!: string;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 1000,
    description: 'Needed where a higher place is passed over; it is published.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class AppointedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  appointmentId!: string;
}

export class AppointmentDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  postId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  sittingId!: string;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: String, nullable: true })
  passedOverReason!: string | null;
  @ApiProperty({ type: String, description: 'Name and position of who decided.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  decidedAt!: Date;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null: it is not public yet.',
  })
  publishedAt!: Date | null;
}

export class AppointmentsPublishedDto {
  @ApiProperty({ type: 'integer', description: 'Appointments that are public now.' })
  published!: number;
}

export class AppointmentListDto {
  @ApiProperty({ type: [AppointmentDto] })
  items!: AppointmentDto[];
}
