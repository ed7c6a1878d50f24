import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { LanguageQueryDto } from '../../../platform/index.js';
import { IDENTITY_WAYS } from '../../domain/identity-check.js';

export class AdmissionQueryDto extends LanguageQueryDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 100,
    description:
      'The beginning of a candidate number, the code of a slip, or a part of a name; without it, who waits.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

export class SeatCodeEntryDto {
  @ApiProperty({ type: String, maxLength: 40, description: 'As it is shown in the room, in any case.' })
  @IsString()
  @MaxLength(40)
  seatCode!: string;
}

export class AdmittedDto {
  @ApiProperty({ type: Boolean, enum: [true] })
  admitted!: true;
}

export class AdmissionVerdictDto {
  @ApiProperty({ type: String, enum: ['admitted', 'refused'] })
  @IsIn(['admitted', 'refused'])
  verdict!: 'admitted' | 'refused';

  @ApiProperty({ type: String, required: false, maxLength: 500, description: 'Of a refusal.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;

  @ApiProperty({
    type: String,
    enum: ['photo-compared', 'document-seen'],
    required: false,
    description:
      'Of an admission: how you made sure who it is. Left out, it stays on record that nobody said so.',
  })
  @IsOptional()
  @IsIn(['photo-compared', 'document-seen'])
  identity?: 'photo-compared' | 'document-seen';

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 60,
    description: 'Of document-seen: what kind of document, in a few words; never its number.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  document?: string;
}

/** How the identity of somebody was checked at the door, and who answers for it. */
export class IdentityCheckDto {
  @ApiProperty({
    type: String,
    enum: IDENTITY_WAYS,
    description: 'not-said: whoever admitted them did not say how they had made sure.',
  })
  how!: (typeof IDENTITY_WAYS)[number];
  @ApiProperty({ type: String, nullable: true, description: 'What kind of document was seen.' })
  document!: string | null;
  @ApiProperty({ type: String, description: 'Name and position.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class AdmissionStateDto {
  @ApiProperty({ type: String, enum: ['admitted', 'refused'], nullable: true })
  state!: 'admitted' | 'refused' | null;
}

export class DoorRowDto extends AdmissionStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a late candidate.' })
  candidateNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Room and seat, where places are booked.' })
  seat!: string | null;
  @ApiProperty({ type: String })
  fullName!: string;
  @ApiProperty({ type: String, description: 'The end of the national identifier, for comparing.' })
  maskedNationalId!: string;
  @ApiProperty({ type: String, enum: ['proctor', 'seat-code'], nullable: true })
  way!: 'proctor' | 'seat-code' | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of a refusal.' })
  reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who admitted or refused.' })
  official!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at!: Date | null;
  @ApiProperty({
    type: String,
    enum: IDENTITY_WAYS,
    nullable: true,
    description: 'How a proctor who admitted them had made sure who they are.',
  })
  identity!: (typeof IDENTITY_WAYS)[number] | null;
  @ApiProperty({ type: String, nullable: true, description: 'What kind of document was seen.' })
  identityDocument!: string | null;
  @ApiProperty({
    type: String,
    enum: ['image', 'document'],
    nullable: true,
    description: 'Whether there is a photo to compare, while they can be admitted: a picture, or a PDF.',
  })
  photo!: 'image' | 'document' | null;
  @ApiProperty({ type: Boolean, description: 'Seen in the waiting room within the last minute.' })
  isWaiting!: boolean;
  @ApiProperty({ type: Boolean })
  hasBegun!: boolean;
}

export class DoorDto {
  @ApiProperty({ type: [DoorRowDto] })
  items!: DoorRowDto[];
}

export class SeatCodeDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is shown in the rooms; null before the first.',
  })
  code!: string | null;
}
