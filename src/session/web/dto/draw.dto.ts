import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const OFFER_KINDS = ['own', 'made', 'outside', 'beacon'] as const;

export class OfferDto {
  @ApiProperty({
    type: String,
    enum: OFFER_KINDS,
    description:
      'own: a commitment of yours; made: the platform throws a share for you and shows it once; outside: somebody without an account; beacon: a coming round of a public beacon.',
  })
  @IsIn(OFFER_KINDS)
  kind!: (typeof OFFER_KINDS)[number];

  @ApiProperty({ type: String, required: false, maxLength: 200, description: 'Of an outsider or a beacon.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 100,
    description: 'Hex SHA-256 of "openmerit-share" and the share’s 64 digits.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  commitment?: string;

  @ApiProperty({ type: String, required: false, maxLength: 100, description: 'Of a beacon: its round.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  round?: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    required: false,
    description: 'Of a beacon: when the round comes out.',
  })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  due?: Date;
}

export class OfferedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  contributionId!: string;
  @ApiProperty({
    type: String,
    required: false,
    description: 'Of kind "made": your share. It is not kept; you need it to hand it over.',
  })
  share?: string;
}

export class WithdrawnDto {
  @ApiProperty({ type: String, format: 'uuid' })
  contributionId!: string;
}

export class CommitmentDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: 100_000,
    description:
      'Numbers for candidates who come late; a fifth of the roster, 200 at least, where you leave it out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  spareNumbers?: number;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 1000,
    description: 'Why there is another draw, where one was cancelled before.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class CommittedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  drawId!: string;
}

export class ShareDto {
  @ApiProperty({
    type: String,
    maxLength: 20_000,
    description:
      'The share’s 64 digits; of a beacon its value, or the JSON file that it publishes of the round.',
  })
  @IsString()
  @MaxLength(20_000)
  share!: string;
}

export class ReceivedDto {
  @ApiProperty({ type: 'integer', description: 'How many contributors have not handed over yet.' })
  missing!: number;
}

export class MadeDto {
  @ApiProperty({ type: 'integer', description: 'Candidate numbers that have a form now, spare ones too.' })
  forms!: number;
}

export class SealingDto {
  @ApiProperty({ type: String, enum: ['running', 'done'] })
  state!: 'running' | 'done';
  @ApiProperty({ type: 'integer', description: 'Candidate numbers with a form, spare ones too.' })
  forms!: number;
  @ApiProperty({ type: 'integer', description: 'How many of them are sealed.' })
  formsDone!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Of the candidates with a number: how many have no sealed form yet.',
  })
  rosterLeft!: number;
}

export class CancellationDto {
  @ApiProperty({ type: String, maxLength: 1000, description: 'Why. It is published with your name.' })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class CancelledDto {
  @ApiProperty({ type: String, enum: ['cancelled'] })
  state!: 'cancelled';
}

export class SpareNumbersDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100_000 })
  @IsInt()
  @Min(1)
  @Max(100_000)
  count!: number;
}

export class SparesAddedDto {
  @ApiProperty({ type: 'integer', description: 'Which spare list of the draw it is.' })
  list!: number;
}

export class ContributionDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, enum: ['platform', 'officer', 'observer', 'beacon'] })
  role!: string;
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Hex.' })
  commitment!: string | null;
  @ApiProperty({ type: String, nullable: true })
  beaconRound!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  beaconDue!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' })
  offeredAt!: Date;
  @ApiProperty({ type: String })
  offeredBy!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the share was handed over.',
  })
  receivedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true })
  receivedBy!: string | null;
}

export class ContributionListDto {
  @ApiProperty({ type: [ContributionDto] })
  items!: readonly ContributionDto[];
}
