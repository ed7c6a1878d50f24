import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { FormDto } from '../../platform/index.js';

export class RemovalDto extends FormDto {
  @ApiProperty({
    type: String,
    minLength: 10,
    maxLength: 500,
    description: 'The legal ground, published with your name: nothing of what is removed may stand in it.',
  })
  @IsString()
  @Length(10, 500)
  ground!: string;
}

export class RemovalStatedDto {
  @ApiProperty({ type: [String], description: 'Names of the fields that are destroyed.' })
  fields!: readonly string[];
}
