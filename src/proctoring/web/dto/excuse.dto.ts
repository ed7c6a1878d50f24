import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';

export class ExcuseWishDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 40,
    description: 'Of the candidate; or `applicationId`.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  candidateNumber?: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description: 'Of a late candidate, who has no number yet.',
  })
  @IsOptional()
  @IsUUID()
  applicationId?: string;

  @ApiProperty({ type: String, maxLength: 500 })
  @IsString()
  @MaxLength(500)
  reason!: string;
}

export class ExcusedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: Boolean })
  excused!: boolean;
}

export class ExcuseDto {
  @ApiProperty({ type: String, format: 'uuid' })
  applicationId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a late candidate.' })
  candidateNumber!: string | null;
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class ExcuseListDto {
  @ApiProperty({ type: [ExcuseDto] })
  items!: ExcuseDto[];
}

export class ExcuseQueryDto extends LanguageQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

export class ExcuseFormDto extends FormDto {
  @IsUUID()
  applicationId!: string;

  @IsIn(['excuse', 'undo'])
  action!: 'excuse' | 'undo';

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}
