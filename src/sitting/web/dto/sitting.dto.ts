import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';

export class HeadDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The lease the device holds.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  lease!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Its last event; 0 where there is none.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  seq!: number;
}

export class SubmitDto {
  @ApiProperty({
    type: HeadDto,
    required: false,
    description: 'Refused while an event up to this one is not on disk.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => HeadDto)
  head?: HeadDto;
}

export class LeaseHeadDto {
  @ApiProperty({ type: 'integer' })
  lease!: number;
  @ApiProperty({ type: 'integer', description: 'Events in this lease.' })
  seq!: number;
  @ApiProperty({ type: String, description: 'Hex SHA-256.' })
  hash!: string;
}

export class ReceiptBodyDto {
  @ApiProperty({ type: 'integer', enum: [1] })
  v!: 1;
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  session!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  closedAt!: string;
  @ApiProperty({ type: String, enum: ['candidate', 'clock', 'officer'] })
  closedBy!: 'candidate' | 'clock' | 'officer';
  @ApiProperty({ type: 'integer', description: 'Items in the form.' })
  items!: number;
  @ApiProperty({ type: 'integer', description: 'Items with an answer.' })
  answered!: number;
  @ApiProperty({ type: [LeaseHeadDto] })
  leases!: readonly LeaseHeadDto[];
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the answer sheet.' })
  sheetHash!: string;
  @ApiProperty({ type: String, description: 'Hex, 16 random bytes.' })
  nonce!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'By when the hash of this receipt is public.',
  })
  inLogBy!: string;
  @ApiProperty({
    type: String,
    required: false,
    description: 'Hex SHA-256 of the receipt before, from number 2 on.',
  })
  supersedes?: string;
}

export class ReceiptDto {
  @ApiProperty({ type: ReceiptBodyDto })
  body!: ReceiptBodyDto;
  @ApiProperty({
    type: String,
    description: 'Base64, Ed25519 over the canonical JSON (RFC 8785) of the body.',
  })
  signature!: string;
  @ApiProperty({ type: String })
  keyId!: string;
}

export class OwnSheetDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Position → response, in the form of the item’s type.',
  })
  answers!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, description: 'Hex, the receipt’s.' })
  nonce!: string;
}

export class SigningKeyDto {
  @ApiProperty({ type: String, enum: ['receipts'] })
  purpose!: string;
  @ApiProperty({ type: String, enum: ['Ed25519'] })
  algorithm!: string;
  @ApiProperty({ type: String })
  keyId!: string;
  @ApiProperty({ type: String, description: 'Base64 of the raw 32 bytes (RFC 8032).' })
  publicKey!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null for the key that signs now.',
  })
  retiredAt!: string | null;
}

export class SigningKeyListDto {
  @ApiProperty({ type: [SigningKeyDto] })
  items!: SigningKeyDto[];
}

export class SheetStateDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Position → response, in the form of the item’s type.',
  })
  answers!: Readonly<Record<string, string>>;
  @ApiProperty({ type: [Number], description: 'Positions flagged for review.' })
  flagged!: readonly number[];
}

export class SealedKeyDto {
  @ApiProperty({
    type: String,
    description: 'Path of the sealed form: a static file that may be kept for ever.',
  })
  address!: string;
  @ApiProperty({
    type: String,
    description: 'Base64, 32 bytes: opens this form and no other (docs/spec/sealed-form.md).',
  })
  contentKey!: string;
}

export class AccommodationsDto {
  @ApiProperty({ type: 'integer', required: false, description: 'Per cent of the exam’s time.' })
  extraTimePercent?: number;
  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Minutes in all for which the clock may stand.',
  })
  breakMinutes?: number;
  @ApiProperty({ type: Boolean, required: false })
  largerType?: boolean;
  @ApiProperty({ type: Boolean, required: false })
  reader?: boolean;
}

export class AidsDto {
  @ApiProperty({ type: String, enum: ['none', 'basic'] })
  calculator!: 'none' | 'basic';
}

export class LeasedSittingDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sittingId!: string;
  @ApiProperty({ type: 'integer' })
  lease!: number;
  @ApiProperty({ type: String, description: 'Bearer token for POST /api/v1/responses.' })
  token!: string;
  @ApiProperty({ type: String, description: 'Hex: where this lease’s hash chain begins.' })
  rootHash!: string;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, description: 'In which the candidate applied.' })
  language!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  drawId!: string;
  @ApiProperty({ type: SealedKeyDto })
  sealed!: SealedKeyDto;
  @ApiProperty({ type: SheetStateDto })
  sheet!: SheetStateDto;
  @ApiProperty({ type: AccommodationsDto })
  accommodations!: AccommodationsDto;
  @ApiProperty({ type: AidsDto })
  aids!: AidsDto;
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970, the clock that counts.' })
  serverTime!: number;
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970.' })
  deadline!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Milliseconds that were left when the clock was stopped; null while it runs.',
  })
  pausedLeft!: number | null;
}
