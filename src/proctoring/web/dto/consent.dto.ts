import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsHexadecimal, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { CAMERA_RULES, type CameraRule } from '../../domain/watch-plan.js';

export class NoticePartDto {
  @ApiProperty({ type: String })
  title!: string;
  @ApiProperty({ type: [String] })
  paragraphs!: readonly string[];
}

export class NoticeTextDto {
  @ApiProperty({ type: String, description: 'Of its words.' })
  language!: string;
  @ApiProperty({ type: String, description: 'Hex: names it when you agree to it.' })
  hash!: string;
  @ApiProperty({ type: String })
  title!: string;
  @ApiProperty({ type: [NoticePartDto] })
  parts!: readonly NoticePartDto[];
}

/** What is watched in an exam, for anybody. */
export class SessionPrivacyDto {
  @ApiProperty({ type: Boolean })
  watched!: boolean;
  @ApiProperty({ type: [NoticeTextDto], description: 'One in each language; none where nothing is watched.' })
  notices!: readonly NoticeTextDto[];
}

export class GivenConsentDto {
  @ApiProperty({ type: 'integer', description: 'Of what is watched.' })
  version!: number;
  @ApiProperty({ type: String, description: 'Hex: of the notice as it was shown.' })
  noticeHash!: string;
  @ApiProperty({ type: String })
  language!: string;
  @ApiProperty({ type: Boolean, description: 'Whether snapshots are agreed to now.' })
  camera!: boolean;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class OwnConsentDto extends SessionPrivacyDto {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of what holds now.' })
  version!: number | null;
  @ApiProperty({ type: String, enum: CAMERA_RULES, nullable: true })
  camera!: CameraRule | null;
  @ApiProperty({ type: Boolean, description: 'From a camera that is required, by a proctor.' })
  excused!: boolean;
  @ApiProperty({ type: Boolean, description: 'As far as this goes.' })
  mayBegin!: boolean;
  @ApiProperty({ type: [GivenConsentDto], description: 'The newest version first.' })
  given!: readonly GivenConsentDto[];
}

export class ConsentWishDto {
  @ApiProperty({
    type: String,
    minLength: 64,
    maxLength: 64,
    description: 'Hash of the notice you have read.',
  })
  @IsHexadecimal()
  @Length(64, 64)
  notice!: string;

  @ApiProperty({ type: Boolean, description: 'Whether you agree to snapshots as well.' })
  @IsBoolean()
  camera!: boolean;
}

export class ConsentGivenDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: Boolean })
  camera!: boolean;
}

export class CameraChoiceDto {
  @ApiProperty({ type: Boolean, description: 'False is always possible.' })
  @IsBoolean()
  camera!: boolean;
}

export class CameraChosenDto {
  @ApiProperty({ type: Boolean })
  camera!: boolean;
}

export class ConsentFormDto extends FormDto {
  @IsString()
  @MaxLength(64)
  notice!: string;

  @IsOptional()
  @IsIn(['yes', 'no'])
  camera?: string;
}

export class CameraFormDto extends FormDto {
  @IsIn(['yes', 'no'])
  camera!: string;
}
