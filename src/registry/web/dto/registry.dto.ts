import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageQueryDto } from '../../../platform/index.js';
import { ENTRY_TYPES, type EntryType } from '../../domain/entry-types.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class RegistryQueryDto extends PageQueryDto {
  @ApiProperty({ type: String, required: false, enum: ENTRY_TYPES, description: 'One kind of entry.' })
  @IsOptional()
  @IsIn(['', ...ENTRY_TYPES])
  type?: EntryType | '';

  @ApiProperty({ type: String, required: false, maxLength: 100, description: 'Part of an appointee’s name.' })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  name?: string;

  @ApiProperty({ type: String, required: false, maxLength: 100, description: 'Part of an agency’s name.' })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  agency?: string;

  @ApiProperty({ type: String, required: false, maxLength: 100, description: 'Part of a post’s title.' })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  post?: string;

  @ApiProperty({ type: String, required: false, maxLength: 30, description: 'A competition’s code.' })
  @IsOptional()
  @Matches(/^[A-Z0-9-]{0,30}$/)
  competition?: string;

  @ApiProperty({ type: String, required: false, format: 'date', description: 'First day.' })
  @IsOptional()
  @Matches(/^(\d{4}-\d{2}-\d{2})?$/)
  from?: string;

  @ApiProperty({ type: String, required: false, format: 'date', description: 'Last day.' })
  @IsOptional()
  @Matches(/^(\d{4}-\d{2}-\d{2})?$/)
  until?: string;
}

/** A day of the calendar as `yyyy-mm-dd`, or null: 2026-02-30 is none. */
export function calendarDay(text: string | undefined): string | null {
  if (!text || !DAY.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

class FactDto {
  @ApiProperty({ type: 'integer', enum: [1] })
  v!: 1;
  @ApiProperty({ type: String })
  type!: string;
  @ApiProperty({ type: String })
  subject!: string;
  @ApiProperty({ type: String })
  cause!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  time!: string;
  @ApiProperty({ type: String, nullable: true })
  official!: string | null;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the canonical JSON of `shown`.' })
  contentHash!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Salted commitments.',
  })
  commitments!: Readonly<Record<string, string>>;
}

export class EntryDto {
  @ApiProperty({ type: String, description: 'Position in the log, from 0.' })
  seq!: string;
  @ApiProperty({ type: String, description: 'The entry’s lasting address is /registry/entries/{publicId}.' })
  publicId!: string;
  @ApiProperty({ type: String, enum: ENTRY_TYPES })
  type!: string;
  @ApiProperty({ type: FactDto })
  fact!: FactDto;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the entry says, by type.' })
  shown!: object;
  @ApiProperty({ type: String, nullable: true })
  personName!: string | null;
  @ApiProperty({ type: String, nullable: true })
  postTitle!: string | null;
  @ApiProperty({ type: String, nullable: true })
  agencyName!: string | null;
  @ApiProperty({ type: String, nullable: true })
  competitionCode!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who answers for it: name and position.' })
  official!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  occurredAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  publishedAt!: Date;
  @ApiProperty({ type: String, description: 'Hex, RFC 6962 leaf hash of the fact’s canonical JSON.' })
  leafHash!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Position of the entry that this one corrects.' })
  corrects!: string | null;
  @ApiProperty({
    type: [String],
    description: 'Public ids of the entries that correct this one, newest first.',
  })
  correctedBy!: readonly string[];
}

export class EntryPageDto {
  @ApiProperty({ type: [EntryDto] })
  items!: EntryDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
