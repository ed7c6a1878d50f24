import { plainToInstance } from 'class-transformer';
import { IsOptional, IsString, MaxLength, validateSync } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { NewStaffDto, RegisterDto } from './people.dto.js';

// A page takes whatever was typed and shows it again with what is wrong; the API's DTO holds the rules.

export class SignInFormDto extends FormDto {
  @IsString()
  @MaxLength(300)
  signIn!: string;

  @IsString()
  @MaxLength(2000)
  password!: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  next?: string;
}

export class RegisterFormDto extends FormDto {
  @IsString()
  @MaxLength(2000)
  fullName!: string;

  @IsString()
  @MaxLength(2000)
  nationalId!: string;

  @IsString()
  @MaxLength(2000)
  email!: string;

  @IsString()
  @MaxLength(2000)
  password!: string;

  @IsString()
  @MaxLength(10)
  language!: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  next?: string;

  faults(): Record<string, string> | null {
    const { next: _next, _csrf, ...rest } = this;
    return faultsOf(RegisterDto, rest);
  }
}

export class NewStaffFormDto extends FormDto {
  @IsString()
  @MaxLength(2000)
  signIn!: string;

  @IsString()
  @MaxLength(2000)
  displayName!: string;

  @IsString()
  @MaxLength(2000)
  position!: string;

  @IsString()
  @MaxLength(2000)
  password!: string;

  faults(language: string): Record<string, string> | null {
    const { _csrf, ...rest } = this;
    return faultsOf(NewStaffDto, { ...rest, language });
  }
}

/** What the API's rules say of these values: field → the name of the first broken rule; null where all is well. */
function faultsOf(dto: new () => object, values: object): Record<string, string> | null {
  const errors = validateSync(plainToInstance(dto, values), { stopAtFirstError: true });
  if (errors.length === 0) return null;
  return Object.fromEntries(
    errors.map((error) => [error.property, Object.keys(error.constraints ?? {})[0] ?? 'isString']),
  );
}

export class LostFactorsFormDto extends FormDto {
  @IsString()
  @MaxLength(2000)
  reason!: string;
}
