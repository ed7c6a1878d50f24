import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  INCIDENT_KINDS,
  INCIDENT_OUTCOMES,
  REVIEW_OUTCOMES,
  type IncidentKind,
  type IncidentOutcome,
  type ReviewOutcome,
} from '../../domain/incident-state.js';
import { MOST_EVIDENCE } from '../../use-cases/add-evidence.js';

// Longer than what is taken, so that it is refused by its own code.
const MOST_TYPED = 16_000;

export class EvidenceWishDto {
  @ApiProperty({ type: 'integer', isArray: true, required: false, description: 'Numbers of its signals.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_EVIDENCE)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(2_147_483_647, { each: true })
  signals?: number[];

  @ApiProperty({ type: String, format: 'uuid', isArray: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_EVIDENCE)
  @IsUUID(undefined, { each: true })
  snapshots?: string[];

  @ApiProperty({ type: String, required: false, maxLength: 4000, description: 'What you saw or know.' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_TYPED)
  note?: string;
}

export class OpenIncidentDto extends EvidenceWishDto {
  @ApiProperty({ type: String, enum: INCIDENT_KINDS })
  @IsIn(INCIDENT_KINDS)
  kind!: IncidentKind;

  @ApiProperty({
    type: String,
    minLength: 20,
    maxLength: 4000,
    description: 'What happened. The candidate reads it.',
  })
  @IsString()
  @MaxLength(MOST_TYPED)
  what!: string;
}

export class IncidentAnswerWishDto {
  @ApiProperty({ type: String, maxLength: 4000 })
  @IsString()
  @MaxLength(MOST_TYPED)
  answer!: string;
}

export class IncidentReasonDto {
  @ApiProperty({ type: String, minLength: 20, maxLength: 4000 })
  @IsString()
  @MaxLength(MOST_TYPED)
  reason!: string;
}

export class DecideIncidentDto extends IncidentReasonDto {
  @ApiProperty({ type: String, enum: INCIDENT_OUTCOMES })
  @IsIn(INCIDENT_OUTCOMES)
  outcome!: IncidentOutcome;

  @ApiProperty({
    type: String,
    enum: ['no', 'replacement'],
    required: false,
    description: 'After `void-failure`: whether they sit again in a session that replaces this one.',
  })
  @IsOptional()
  @IsIn(['no', 'replacement'])
  again?: 'no' | 'replacement';
}

export class ReviewIncidentDto extends IncidentReasonDto {
  @ApiProperty({ type: String, enum: REVIEW_OUTCOMES })
  @IsIn(REVIEW_OUTCOMES)
  outcome!: ReviewOutcome;
}
