import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { OFFER_KINDS } from './draw.dto.js';

/** One page has a form for each kind; their fields have names of their own, so that an error finds its field. */
export class OfferFormDto extends FormDto {
  @IsIn(OFFER_KINDS)
  kind!: (typeof OFFER_KINDS)[number];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  commitment?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  outsideName?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  outsideCommitment?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  beaconName?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  round?: string;

  @IsOptional()
  @Matches(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/)
  due?: string;
}

export class CommitmentFormDto extends FormDto {
  @IsString()
  @MaxLength(20)
  spareNumbers!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class ShareFormDto extends FormDto {
  @IsUUID()
  contributionId!: string;

  @IsString()
  @MaxLength(20_000)
  share!: string;
}

export class CancellationFormDto extends FormDto {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class SpareNumbersFormDto extends FormDto {
  @IsString()
  @MaxLength(20)
  count!: string;
}
