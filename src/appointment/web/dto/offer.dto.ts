import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { ProofDto } from '../../../people/index.js';
import { OFFER_STATES, type OfferState } from '../../domain/offer-state.js';
import { ANSWER_DAYS } from '../../domain/offer-terms.js';

export class NewOfferDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  postId!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'The candidate’s sitting, from the approved ranking; or their application.',
  })
  @ValidateIf(({ applicationId }: NewOfferDto) => applicationId === undefined)
  @IsUUID()
  sittingId?: string;

  @ApiProperty({ type: String, format: 'uuid', required: false })
  @IsOptional()
  @IsUUID()
  applicationId?: string;

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

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: ANSWER_DAYS.least,
    maximum: ANSWER_DAYS.most,
    default: ANSWER_DAYS.usual,
    description: 'Days for an answer.',
  })
  @IsOptional()
  @IsInt()
  @Min(ANSWER_DAYS.least)
  @Max(ANSWER_DAYS.most)
  answerDays?: number;
}

export class OfferIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  offerId!: string;
}

export class OfferStateDto {
  @ApiProperty({ type: String, enum: OFFER_STATES })
  state!: OfferState;
}

export class OfferReasonDto {
  @ApiProperty({ type: String, minLength: 10, maxLength: 1000 })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class OfferAnswerDto {
  @ApiProperty({ type: String, required: false, maxLength: 1000, description: 'Nobody need say why.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class SignOffersDto extends ProofDto {
  @ApiProperty({
    type: [String],
    minItems: 1,
    maxItems: 100,
    description:
      'All or none. A passkey signs for the purpose "sign-appointments:" with these ids, sorted, with commas.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  offerIds!: string[];
}

export class SignedOffersDto {
  @ApiProperty({ type: [String] })
  appointmentIds!: string[];
}

export class PostOfferDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  competitionId!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  postId!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  postTitle!: Readonly<Record<string, string>>;
  @ApiProperty({ type: String, enum: OFFER_STATES })
  state!: OfferState;
  @ApiProperty({ type: String, format: 'date-time' })
  offeredAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  answerBy!: Date;
  @ApiProperty({ type: String, description: 'Name and position.' })
  offeredBy!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: Date | null;
}

export class OfferOfCompetitionDto extends PostOfferDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sittingId!: string | null;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: 'integer' })
  rankingVersion!: number;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: String, nullable: true })
  passedOverReason!: string | null;
  @ApiProperty({ type: 'integer', description: 'Higher places that did not take this post.' })
  declined!: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the candidate was reminded that it lapses soon; null: not yet.',
  })
  remindedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true })
  endReason!: string | null;
}

export class OfferListDto {
  @ApiProperty({ type: [OfferOfCompetitionDto] })
  items!: OfferOfCompetitionDto[];
}

export class OwnOfferListDto {
  @ApiProperty({ type: [PostOfferDto] })
  items!: PostOfferDto[];
}

export class ReserveMemberDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sittingId!: string | null;
  @ApiProperty({ type: String })
  personName!: string;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: Boolean })
  hasOffer!: boolean;
  @ApiProperty({ type: 'integer' })
  declined!: number;
}

export class ReserveDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: no ranking yet.' })
  expiresAt!: Date | null;
  @ApiProperty({ type: Boolean })
  expired!: boolean;
  @ApiProperty({ type: [ReserveMemberDto] })
  members!: readonly ReserveMemberDto[];
}
