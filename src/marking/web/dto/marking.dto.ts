import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

export class MarkingProgressDto {
  @ApiProperty({ type: 'integer', description: 'Texts that people have to mark.' })
  texts!: number;
  @ApiProperty({ type: 'integer', description: 'Texts with all the marks that they need.' })
  settled!: number;
  @ApiProperty({ type: 'integer', description: 'Texts that wait for a third marker.' })
  adjudicating!: number;
  @ApiProperty({ type: 'integer' })
  marksGiven!: number;
  @ApiProperty({ type: 'integer', description: 'Marks that are still to be given.' })
  marksOwed!: number;
}

export class MarkerDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
  @ApiProperty({ type: String })
  displayName!: string;
  @ApiProperty({ type: 'integer' })
  marked!: number;
  @ApiProperty({ type: 'integer' })
  inHand!: number;
  @ApiProperty({ type: 'integer' })
  steppedAside!: number;
  @ApiProperty({ type: Boolean, description: 'Marks no more in this session.' })
  removed!: boolean;
}

export class AdjudicationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  textId!: string;
  @ApiProperty({ type: 'integer', isArray: true, description: 'The two marks, in hundredths.' })
  points!: readonly number[];
  @ApiProperty({ type: Boolean })
  inHand!: boolean;
  @ApiProperty({ type: 'integer', description: 'How many markers of the session could decide.' })
  markers!: number;
}

export class AsideDto {
  @ApiProperty({ type: String, format: 'uuid' })
  textId!: string;
  @ApiProperty({ type: String })
  displayName!: string;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class SessionMarkingDto {
  @ApiProperty({ type: MarkingProgressDto })
  progress!: MarkingProgressDto;
  @ApiProperty({ type: 'integer', description: 'Hundredths by which two marks of a text may differ.' })
  tolerance!: number;
  @ApiProperty({ type: [MarkerDto] })
  markers!: readonly MarkerDto[];
  @ApiProperty({ type: [AdjudicationDto] })
  adjudications!: readonly AdjudicationDto[];
  @ApiProperty({ type: [AsideDto] })
  steppedAside!: readonly AsideDto[];
}

export class MarkingRuleDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  @IsInt()
  @Min(0)
  @Max(100)
  tolerance!: number;
}

export class MarkerWishDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  accountId!: string;
}

export class MarkGapDto {
  @ApiProperty({ type: 'integer' })
  from!: number;
  @ApiProperty({ type: 'integer' })
  to!: number;
  @ApiProperty({ type: 'integer' })
  count!: number;
}

export class MarkerSeverityDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
  @ApiProperty({ type: String })
  displayName!: string;
  @ApiProperty({ type: 'integer', description: 'Texts with this marker’s mark and another.' })
  texts!: number;
  @ApiProperty({
    type: Number,
    description: 'Mean of own − other, hundredths to one decimal; below 0: stricter.',
  })
  difference!: number;
  @ApiProperty({ type: Boolean, description: 'Too few to say anything.' })
  few!: boolean;
}

export class AgreementDto {
  @ApiProperty({ type: 'integer', description: 'Texts with two marks.' })
  texts!: number;
  @ApiProperty({ type: Boolean, description: 'Too few to say anything.' })
  few!: boolean;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Weighted by squares (Cohen 1968), three decimals.',
  })
  kappa!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Hundredths to one decimal.' })
  meanGap!: number | null;
  @ApiProperty({ type: 'integer', description: 'Texts whose two marks differ by more than is allowed.' })
  apart!: number;
  @ApiProperty({ type: [MarkGapDto] })
  gaps!: readonly MarkGapDto[];
  @ApiProperty({ type: [MarkerSeverityDto], description: 'The strictest first.' })
  markers!: readonly MarkerSeverityDto[];
}
