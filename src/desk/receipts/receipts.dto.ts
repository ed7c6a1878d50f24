import { ApiProperty } from '@nestjs/swagger';

class ReceiptEntryDto {
  @ApiProperty({ type: String, description: 'Of GET /api/v1/registry/entries/{publicId}.' })
  publicId!: string;
  @ApiProperty({ type: String })
  seq!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  publishedAt!: Date | string;
}

class StatedReceiptDto {
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the receipt’s canonical JSON.' })
  hash!: string;
  @ApiProperty({ type: 'integer', description: 'Each receipt that replaces another has the next number.' })
  number!: number;
  @ApiProperty({ type: String, format: 'uuid' })
  session!: string;
  @ApiProperty({ type: String })
  keyId!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When the sitting was closed.' })
  closedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was issued.' })
  statedAt!: Date;
  @ApiProperty({ type: ReceiptEntryDto, nullable: true, description: 'Null while it waits for the log.' })
  entry!: ReceiptEntryDto | null;
}

class ReceiptExamDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  competition!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  session!: Readonly<Record<string, string>>;
}

export class ReceiptStandingDto extends StatedReceiptDto {
  @ApiProperty({ type: ReceiptExamDto, nullable: true })
  exam!: ReceiptExamDto | null;
  @ApiProperty({ type: StatedReceiptDto, nullable: true, description: 'The newest one of this sitting.' })
  replacedBy!: StatedReceiptDto | null;
}

class ReceiptStepDto {
  @ApiProperty({ type: String, enum: ['key', 'signature', 'issued', 'log', 'newest'] })
  step!: string;
  @ApiProperty({
    type: String,
    enum: ['holds', 'fails', 'waits', 'replaced', 'unknown'],
    description:
      'waits: not in the log yet. replaced: by a newer one. unknown: an earlier step failed, so this one says nothing.',
  })
  outcome!: string;
}

export class CheckedReceiptDto {
  @ApiProperty({ type: String })
  hash!: string;
  @ApiProperty({ type: Boolean, description: 'Issued by this platform, exactly as it is here.' })
  isTrue!: boolean;
  @ApiProperty({ type: [ReceiptStepDto] })
  steps!: readonly ReceiptStepDto[];
  @ApiProperty({ type: ReceiptStandingDto, nullable: true })
  standing!: ReceiptStandingDto | null;
}
