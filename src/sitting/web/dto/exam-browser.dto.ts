import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsHexadecimal,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';

export class ShownBrowserDto {
  @ApiProperty({
    type: String,
    maxLength: 500,
    description: 'The address of the page without its fragment, as the browser has it.',
  })
  @IsString()
  @MaxLength(500)
  address!: string;

  @ApiProperty({
    type: String,
    minLength: 64,
    maxLength: 64,
    description: 'SafeExamBrowser.security.configKey.',
  })
  @IsHexadecimal()
  @Length(64, 64)
  configKeyHash!: string;

  @ApiProperty({
    type: String,
    required: false,
    minLength: 64,
    maxLength: 64,
    description: 'SafeExamBrowser.security.browserExamKey.',
  })
  @IsOptional()
  @IsHexadecimal()
  @Length(64, 64)
  browserExamKeyHash?: string;
}

/** What the page of an exam may show. */
export class BrowserShownDto {
  @ApiProperty({
    type: ShownBrowserDto,
    required: false,
    description:
      'Where the session demands Safe Exam Browser and it sends no X-SafeExamBrowser-ConfigKeyHash.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ShownBrowserDto)
  browser?: ShownBrowserDto;
}

/** What whoever wants the right to answer may say as well. */
export class LeaseWishDto extends BrowserShownDto {
  @ApiProperty({
    type: String,
    required: false,
    format: 'uuid',
    description:
      'Made by the device for this wish, and sent again while no answer comes: the same wish gets the same lease, so that an answer which is lost on the way is no other device.',
  })
  @IsOptional()
  @IsUUID()
  id?: string;
}

/** What whoever takes the right to answer anew may show as well. */
export class NextLeaseWishDto extends LeaseWishDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 200,
    description:
      'The token that this device has by now, where it needs a new one itself: then it counts as the same device. Of one that is not the last, or of another device, nothing follows.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  follows?: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    description:
      'Only what this wish was given before, and nothing is taken from where the exam goes on (SITTING.LEASE_REVOKED).',
  })
  @IsOptional()
  @IsBoolean()
  again?: boolean;
}

export class BrowserCheckedDto {
  @ApiProperty({ type: Boolean })
  ok!: true;
}

/** The address of the page of an exam, or of a start, may carry a nonce. */
export class ExamPageQueryDto extends LanguageQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  browser?: string;
}

export class ExamBrowserWishDto {
  @ApiProperty({ type: Boolean })
  @IsBoolean()
  required!: boolean;

  @ApiProperty({
    type: [String],
    required: false,
    maxItems: 20,
    description:
      'Browser Exam Keys, 64 hexadecimal digits each: one of them must be shown where there are any.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  browserExamKeys?: string[];

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description: 'Needed while the session is open.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class ExamBrowserDto {
  @ApiProperty({ type: Boolean })
  required!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Hex: of the configuration file at `file`.' })
  configKey!: string | null;

  @ApiProperty({ type: [String] })
  browserExamKeys!: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'Where the configuration file lies.' })
  file!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['SITTING.BROWSER_CAMERA'],
    description:
      'SITTING.BROWSER_CAMERA: the camera is planned and this file allows it; one that was downloaded before that shows the same browser and has no camera.',
  })
  warning!: 'SITTING.BROWSER_CAMERA' | null;
}

export class ExamBrowserFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(10)
  required?: string;

  @IsOptional()
  @IsString()
  @MaxLength(3000)
  browserExamKeys?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}
