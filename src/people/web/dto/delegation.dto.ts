import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { ROLES, type Role } from '../../domain/roles.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class NewDelegationDto {
  @ApiProperty({ type: String, enum: ROLES })
  @IsIn(ROLES)
  role!: Role;
  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID()
  scopeId!: string;
  @ApiProperty({ type: String, description: 'Sign-in name of the colleague.' })
  @IsString()
  @Length(1, 200)
  to!: string;
  @ApiProperty({ type: String, format: 'date', description: 'The first day, in UTC.' })
  @Matches(DAY)
  from!: string;
  @ApiProperty({ type: String, format: 'date', description: 'The last day, in UTC.' })
  @Matches(DAY)
  until!: string;
  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class DelegationIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  delegationId!: string;
}

export class DelegationDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  role!: string;
  @ApiProperty({ type: String })
  scopeKind!: string;
  @ApiProperty({
    oneOf: [{ type: 'object', additionalProperties: { type: 'string' } }, { type: 'string' }],
    nullable: true,
  })
  scopeName!: Readonly<Record<string, string>> | string | null;
  @ApiProperty({ type: String, description: 'Name and position.' })
  from!: string;
  @ApiProperty({ type: String, description: 'Name and position.' })
  to!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  startsAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' })
  endsAt!: Date;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, enum: ['later', 'now', 'over'] })
  state!: 'later' | 'now' | 'over';
}

export class DelegationsDto {
  @ApiProperty({ type: [DelegationDto] })
  given!: DelegationDto[];
  @ApiProperty({ type: [DelegationDto] })
  received!: DelegationDto[];
}

export class NewHandoverDto {
  @ApiProperty({ type: String, description: 'Sign-in name of whoever takes over.' })
  @IsString()
  @Length(1, 200)
  to!: string;
  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  reason!: string;
  @ApiProperty({ type: Boolean, required: false, description: 'Also shut the account of whoever leaves.' })
  @IsOptional()
  @IsBoolean()
  disable?: boolean;
}

export class WorkItemDto {
  @ApiProperty({ type: String })
  kind!: string;
  @ApiProperty({ type: String })
  subject!: string;
  @ApiProperty({ type: String })
  href!: string;
}

export class WorkHandedOverDto {
  @ApiProperty({ type: 'integer' })
  roles!: number;
  @ApiProperty({ type: [WorkItemDto] })
  work!: readonly WorkItemDto[];
  @ApiProperty({ type: String })
  to!: string;
}

export class OpenWorkDto {
  @ApiProperty({ type: [WorkItemDto] })
  items!: WorkItemDto[];
}

export class DelegationFormDto extends FormDto {
  /** Role and scope of a grant, with a space between. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  grant?: string;
  @IsString()
  @MaxLength(300)
  to!: string;
  @IsString()
  @MaxLength(20)
  from!: string;
  @IsString()
  @MaxLength(20)
  until!: string;
  @IsString()
  @MaxLength(500)
  reason!: string;
}

export class HandoverFormDto extends FormDto {
  @IsString()
  @MaxLength(300)
  to!: string;
  @IsString()
  @MaxLength(500)
  reason!: string;
  @IsOptional()
  @IsString()
  @MaxLength(10)
  disable?: string;
}
