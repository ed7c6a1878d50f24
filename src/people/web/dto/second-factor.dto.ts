import { ApiProperty } from '@nestjs/swagger';
import { IsArray, IsObject, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';

/** What comes with a decision that needs a second factor. */
export class ProofDto {
  @ApiProperty({ type: String, required: false, description: 'Six digits of an authenticator. Works once.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  code?: string;

  @ApiProperty({
    type: Object,
    required: false,
    description:
      'What a passkey signed (AuthenticationResponseJSON) for the challenge of this very decision.',
  })
  @IsOptional()
  @IsObject()
  assertion?: Record<string, unknown>;
}

/** The same, of a form. */
export class ProofFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  code?: string;

  @IsOptional()
  @IsString()
  @MaxLength(8000)
  assertion?: string;
}

export class NewTotpDto extends ProofDto {
  @ApiProperty({ type: String, maxLength: 60 })
  @IsString()
  @Length(1, 60)
  name!: string;

  @ApiProperty({ type: String, required: false, format: 'password', description: 'For the first one.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  password?: string;
}

export class PasskeyAskDto extends ProofDto {
  @ApiProperty({ type: String, required: false, format: 'password', description: 'For the first one.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  password?: string;
}

export class TotpCodeDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 40)
  code!: string;
}

export class NewPasskeyDto {
  @ApiProperty({ type: String, maxLength: 60 })
  @IsString()
  @Length(1, 60)
  name!: string;

  @ApiProperty({ type: Object, description: 'RegistrationResponseJSON' })
  @IsObject()
  response!: Record<string, unknown>;
}

export class PurposeDto {
  @ApiProperty({ type: String, description: 'As the decision names it.' })
  @IsString()
  @Length(1, 2000)
  purpose!: string;
}

export class FactorDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, enum: ['totp', 'passkey'] })
  kind!: 'totp' | 'passkey';
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  enrolledAt!: Date;
}

export class FactorListDto {
  @ApiProperty({ type: [FactorDto] })
  items!: FactorDto[];
  @ApiProperty({ type: 'integer' })
  recoveryCodesLeft!: number;
}

export class ShownTotpDto {
  @ApiProperty({ type: String, format: 'uuid' })
  factorId!: string;
  @ApiProperty({ type: String, description: 'Base32; shown this once.' })
  secret!: string;
  @ApiProperty({ type: String, description: 'otpauth:// for a QR code.' })
  uri!: string;
}

export class EnrolledFactorDto {
  @ApiProperty({ type: String, format: 'uuid' })
  factorId!: string;
  @ApiProperty({ type: [String], description: 'To be written down; empty where some are left.' })
  @IsArray()
  recoveryCodes!: readonly string[];
}

export class RecoveryCodesDto {
  @ApiProperty({ type: [String] })
  recoveryCodes!: readonly string[];
}

export class FactorIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  factorId!: string;
}

// The page has one form: whatever was typed for one of its buttons comes with each of them.
export class FactorFormDto extends ProofFormDto {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  password?: string;

  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  response?: string;
}

export class CodeFormDto extends FormDto {
  @IsString()
  @MaxLength(200)
  code!: string;
}
