import { ApiHideProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** What every form of a page carries besides its fields. */
export class FormDto {
  @ApiHideProperty()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  _csrf?: string;
}
