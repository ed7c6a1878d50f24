import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

const REASONS = ['lease-revoked', 'after-deadline'] as const;

export class LateRulingDto {
  @ApiProperty({ type: Boolean })
  admitted!: boolean;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: 'integer', description: 'Events that joined the log.' })
  admittedEvents!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the receipt that an admission brought.' })
  receiptNumber!: number | null;
  @ApiProperty({ type: String, description: 'Name and position of who decided.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  decidedAt!: string;
}

export class LateGroupDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sittingId!: string;
  @ApiProperty({ type: 'integer', description: 'Which device: 1 for the first.' })
  lease!: number;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, enum: ['open', 'closed', 'void'] })
  sittingState!: 'open' | 'closed' | 'void';
  @ApiProperty({ type: String, isArray: true, enum: REASONS })
  reasons!: readonly (typeof REASONS)[number][];
  @ApiProperty({ type: 'integer' })
  events!: number;
  @ApiProperty({ type: String, format: 'date-time', description: 'When the first of them arrived.' })
  firstAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', description: 'When the last of them arrived.' })
  lastAt!: Date;
  @ApiProperty({ type: LateRulingDto, nullable: true, description: 'Null while nobody has decided.' })
  ruling!: LateRulingDto | null;
}

export class LateGroupListDto {
  @ApiProperty({ type: [LateGroupDto] })
  items!: LateGroupDto[];
}

export class SheetChangeDto {
  @ApiProperty({ type: 'integer' })
  position!: number;
  @ApiProperty({ type: String, enum: ['added', 'changed', 'removed'] })
  how!: 'added' | 'changed' | 'removed';
}

export class LateEvidenceDto {
  @ApiProperty({ type: 'integer', description: 'Events that wait for a ruling.' })
  events!: number;
  @ApiProperty({ type: 'integer', description: 'The last event of this device that was on record in time.' })
  headSeq!: number;
  @ApiProperty({ type: 'integer', description: 'Of them, those that continue it without a gap.' })
  continues!: number;
  @ApiProperty({ type: 'integer', description: 'Of them, those that do not: they can never count.' })
  loose!: number;
  @ApiProperty({ type: Boolean, description: 'The device went two ways from one event.' })
  forked!: boolean;
  @ApiProperty({
    type: 'integer',
    description: 'Of those that continue, how many the device’s own clock puts in time. Evidence, no proof.',
  })
  claimedInTime!: number;
  @ApiProperty({ type: [SheetChangeDto], description: 'What admitting would change. No answer is shown.' })
  changes!: readonly SheetChangeDto[];
  @ApiProperty({ type: String, format: 'date-time' })
  issuedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastAcknowledgedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' })
  deadlineAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: Date | null;
}

export class RuleOnLateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  sittingId!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(100_000)
  lease!: number;

  @ApiProperty({ type: 'integer', description: 'How many you saw: refused where more has come since.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  events!: number;

  @ApiProperty({ type: Boolean })
  @IsBoolean()
  admit!: boolean;

  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @Matches(/\S/)
  @MaxLength(500)
  reason!: string;
}

export class LateRuledDto {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the superseding receipt.' })
  receiptNumber!: number | null;
}
