import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { FormDto } from '../../../platform/index.js';

export class ReleaseDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 1000,
    description:
      'Why the results are released all the same, where a check calls for caution. Stays on record.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class ReleaseTimeDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the results come out; null takes a signature back.',
  })
  @ValidateIf((body: ReleaseTimeDto) => body.releaseAt !== null)
  @Type(() => Date)
  @IsDate()
  releaseAt!: Date | null;
}

export class ReleaseCheckDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({
    type: String,
    enum: ['clear', 'caution', 'stop'],
    description: 'caution: your stated reason is needed. stop: nothing can be released.',
  })
  standing!: 'clear' | 'caution' | 'stop';
  @ApiProperty({ type: String })
  detail!: string;
}

export class ReleaseCheckListDto {
  @ApiProperty({ type: [ReleaseCheckDto] })
  items!: ReleaseCheckDto[];
}

export class UngradableSittingDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: String, enum: ['retrying', 'failed', 'aside', 'done'] })
  state!: 'retrying' | 'failed' | 'aside' | 'done';
  @ApiProperty({ type: String, description: 'The kind of error.' })
  errorName!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  lastAt!: Date;
  @ApiProperty({ type: String, nullable: true, description: 'Who decided about it last: name and position.' })
  official!: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

export class UngradableListDto {
  @ApiProperty({ type: [UngradableSittingDto] })
  items!: UngradableSittingDto[];
}

export class FailedJobDecisionDto {
  @ApiProperty({ type: String, enum: ['again', 'aside'] })
  @IsIn(['again', 'aside'])
  decision!: 'again' | 'aside';

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 1000,
    description: 'Needed where it is set aside.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class FailedJobStateDto {
  @ApiProperty({ type: String, enum: ['retrying', 'aside'] })
  state!: 'retrying' | 'aside';
}

export class ReleaseFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class ReleaseTimeFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(20)
  releaseAt?: string;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  step?: string;
}
