import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBase64,
  IsIn,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { ProofDto } from '../../../people/index.js';
import { DIRECT_KINDS, type DirectKind } from '../../facts.js';
import { AppointmentEndDto } from './appointment.dto.js';

export class NewDirectDto {
  @ApiProperty({ type: String, enum: DIRECT_KINDS })
  @IsIn(DIRECT_KINDS)
  kind!: DirectKind;
  @ApiProperty({ type: String, maxLength: 200 })
  @IsString()
  @MaxLength(200)
  personName!: string;
  @ApiProperty({ type: String, maxLength: 300 })
  @IsString()
  @MaxLength(300)
  postTitle!: string;
  @ApiProperty({ type: String, maxLength: 40 })
  @IsString()
  @MaxLength(40)
  grade!: string;
  @ApiProperty({ type: String, maxLength: 120 })
  @IsString()
  @MaxLength(120)
  location!: string;
  @ApiProperty({
    type: String,
    minLength: 10,
    maxLength: 500,
    description: 'The law and its article; published.',
  })
  @IsString()
  @MaxLength(500)
  legalBasis!: string;
  @ApiProperty({ type: String, format: 'date' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  beginsOn!: string;
}

export class DirectIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  appointmentId!: string;
}

export class SignDirectDto extends ProofDto {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: 100,
    description:
      'All or none. A passkey signs for the purpose "sign-direct:" with these ids, sorted, with commas.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  appointmentIds!: string[];
}

export class SignedDirectDto {
  @ApiProperty({ type: [String] })
  appointmentIds!: string[];
}

export class DirectStateDto {
  @ApiProperty({ type: String, enum: ['returned', 'withdrawn'] })
  state!: 'returned' | 'withdrawn';
}

export class DirectDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, enum: DIRECT_KINDS })
  kind!: DirectKind;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: String })
  postTitle!: string;
  @ApiProperty({ type: String })
  grade!: string;
  @ApiProperty({ type: String })
  location!: string;
  @ApiProperty({ type: String })
  legalBasis!: string;
  @ApiProperty({ type: String, format: 'date' })
  beginsOn!: string;
  @ApiProperty({ type: String, enum: ['proposed', 'signed', 'returned', 'withdrawn'] })
  state!: 'proposed' | 'signed' | 'returned' | 'withdrawn';
  @ApiProperty({ type: String })
  proposedBy!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  proposedAt!: Date;
  @ApiProperty({ type: String, nullable: true })
  decidedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiProperty({ type: AppointmentEndDto, nullable: true })
  ended!: AppointmentEndDto | null;
}

export class ImportedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: String })
  postTitle!: string;
  @ApiProperty({ type: String })
  grade!: string;
  @ApiProperty({ type: String })
  location!: string;
  @ApiProperty({ type: String, format: 'date' })
  appointedOn!: string;
  @ApiProperty({ type: String })
  basis!: string;
  @ApiProperty({ type: String })
  source!: string;
  @ApiProperty({ type: AppointmentEndDto, nullable: true })
  ended!: AppointmentEndDto | null;
}

export class OtherAppointmentsDto {
  @ApiProperty({ type: [DirectDto] })
  direct!: DirectDto[];
  @ApiProperty({ type: [ImportedDto] })
  imported!: ImportedDto[];
}

export class NewImportDto {
  @ApiProperty({
    type: String,
    minLength: 10,
    maxLength: 300,
    description: 'Where the file comes from; public.',
  })
  @IsString()
  @Length(1, 300)
  source!: string;
  @ApiProperty({ type: String, format: 'byte', description: 'A CSV file in UTF-8, as base64.' })
  @IsString()
  @IsBase64()
  content!: string;
}

export class BatchIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  batchId!: string;
}

export class ImportedCountDto {
  @ApiProperty({ type: 'integer' })
  written!: number;
}

export class ImportFaultDto {
  @ApiProperty({ type: String })
  fault!: string;
  @ApiProperty({ type: String, nullable: true })
  column!: string | null;
}

export class ImportRowDto {
  @ApiProperty({ type: 'integer' })
  line!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  values!: Readonly<Record<string, string>>;
  @ApiProperty({ type: [ImportFaultDto], description: 'None: it will be imported.' })
  faults!: readonly ImportFaultDto[];
}

export class ImportReviewDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  source!: string;
  @ApiProperty({ type: String, enum: ['read', 'confirmed', 'discarded'] })
  state!: 'read' | 'confirmed' | 'discarded';
  @ApiProperty({ type: 'integer' })
  rows!: number;
  @ApiProperty({ type: 'integer' })
  good!: number;
  @ApiProperty({ type: 'integer', nullable: true })
  written!: number | null;
  @ApiProperty({ type: [ImportRowDto] })
  review!: ImportRowDto[];
}
