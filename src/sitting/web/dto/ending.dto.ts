import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FormDto } from '../../../platform/index.js';

export class EndSittingDto {
  @ApiProperty({
    type: String,
    maxLength: 500,
    description: 'On record with your name. The candidate reads it.',
  })
  @IsString()
  @Matches(/\S/)
  @MaxLength(1000)
  reason!: string;
}

export class SittingEndingDto {
  @ApiProperty({ type: String })
  reason!: string;
  @ApiProperty({ type: String, description: 'Name and position of who ended it.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class EndSittingFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason = '';

  @IsOptional()
  @IsIn(['yes'])
  sure?: 'yes';
}
