import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsObject, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { FormDto, IsTexts } from '../../../platform/index.js';
import { ROLES, type Role } from '../../domain/roles.js';

const LANGUAGES = ['en', 'ru'];

export class SignInDto extends FormDto {
  @ApiProperty({ type: String, description: 'E-mail of a candidate, sign-in name of staff.' })
  @IsString()
  @Length(1, 200)
  signIn!: string;

  @ApiProperty({ type: String, format: 'password' })
  @IsString()
  @Length(1, 1000)
  password!: string;
}

export class RegisterDto extends FormDto {
  @ApiProperty({ type: String, description: 'As in the identity document; appointments show it.' })
  @IsString()
  @Length(3, 200)
  @Matches(/\p{L}.*\p{L}/u)
  fullName!: string;

  @ApiProperty({ type: String, description: 'National identification number: one person, one candidate.' })
  @IsString()
  @Length(5, 40)
  nationalId!: string;

  @ApiProperty({ type: String, format: 'email' })
  @IsEmail()
  @MaxLength(200)
  email!: string;

  @ApiProperty({ type: String, format: 'password', minLength: 10, maxLength: 200 })
  @IsString()
  @MaxLength(1000)
  password!: string;

  @ApiProperty({ type: String, enum: LANGUAGES })
  @IsIn(LANGUAGES)
  language!: string;
}

export class NewStaffDto extends FormDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(3, 100)
  @Matches(/^\S+$/)
  signIn!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(3, 200)
  displayName!: string;

  @ApiProperty({ type: String, description: 'As decisions are signed.' })
  @IsString()
  @Length(2, 200)
  position!: string;

  @ApiProperty({ type: String, format: 'password', minLength: 10, maxLength: 200 })
  @IsString()
  @MaxLength(1000)
  password!: string;

  @ApiProperty({ type: String, enum: LANGUAGES })
  @IsIn(LANGUAGES)
  language!: string;
}

export class NewGrantDto extends FormDto {
  @ApiProperty({ type: String, enum: ROLES })
  @IsIn(ROLES)
  role!: Role;

  @ApiProperty({
    type: String,
    format: 'uuid',
    description: 'The platform, an agency, a competition or a session.',
  })
  @IsUUID()
  scopeId!: string;
}

export class NewAgencyDto {
  @ApiProperty({ type: String, pattern: '^[A-Z0-9][A-Z0-9-]{1,19}$' })
  @Matches(/^[A-Z0-9][A-Z0-9-]{1,19}$/)
  code!: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Language → name.' })
  @IsObject()
  @IsTexts()
  name!: Record<string, string>;
}

export class NewAgencyFormDto extends FormDto {
  @IsString()
  @MaxLength(100)
  code!: string;

  @IsString()
  @MaxLength(400)
  name!: string;
}

export class AccountIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
}

export class LostFactorsDto {
  @ApiProperty({
    type: String,
    minLength: 10,
    maxLength: 500,
    description: 'How it is known that they are lost, and that it is the owner who asks.',
  })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

export class AgencyIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  agencyId!: string;
}

export class GrantIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  grantId!: string;
}

export class SessionAccountDto {
  @ApiProperty({ type: String, format: 'uuid' })
  accountId!: string;
  @ApiProperty({ type: String })
  displayName!: string;
  @ApiProperty({ type: Boolean, description: 'A candidate: there is a person behind the account.' })
  candidate!: boolean;
}

export class WebSessionDto {
  @ApiProperty({ type: SessionAccountDto, nullable: true })
  account!: SessionAccountDto | null;
  @ApiProperty({ type: String, description: 'Send it as x-csrf-token with every change.' })
  csrfToken!: string;
}

export class GrantDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, enum: ROLES })
  role!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  scopeId!: string;
  @ApiProperty({ type: String, enum: ['platform', 'agency', 'competition', 'session'] })
  scopeKind!: string;
  @ApiProperty({
    description: 'An agency’s name by language, a competition’s code, or null.',
    nullable: true,
    type: Object,
  })
  scopeName!: unknown;
}

export class AccountDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  signIn!: string;
  @ApiProperty({ type: String })
  displayName!: string;
  @ApiProperty({ type: String, nullable: true })
  position!: string | null;
  @ApiProperty({ type: String, enum: ['active', 'disabled'] })
  state!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
  @ApiProperty({ type: [GrantDto] })
  grants!: readonly GrantDto[];
}

export class AccountPageDto {
  @ApiProperty({ type: [AccountDto] })
  items!: AccountDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class AgencyDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  name!: Record<string, string>;
}

export class AgencyListDto {
  @ApiProperty({ type: [AgencyDto] })
  items!: AgencyDto[];
}

export class DecisionDto {
  @ApiProperty({ type: String })
  id!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: String, description: 'Name and position.' })
  official!: string;
  @ApiProperty({ type: String })
  action!: string;
  @ApiProperty({ type: String })
  subject!: string;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

export class DecisionPageDto {
  @ApiProperty({ type: [DecisionDto] })
  items!: DecisionDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
