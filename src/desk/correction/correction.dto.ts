import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Allow, ArrayMaxSize, IsArray, IsString, Length, ValidateNested } from 'class-validator';
import { FormDto } from '../../platform/index.js';
import type { Json } from '../../kernel/index.js';

const VALUE = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true };

export class CorrectionLineDto {
  @ApiProperty({
    type: String,
    maxLength: 200,
    description:
      'Where: a JSON Pointer into what the entry shows, for example /post/grade, or the name of a personal field.',
  })
  @IsString()
  @Length(1, 200)
  field!: string;

  @ApiProperty({ ...VALUE, description: 'What the entry says there: it must be exactly this.' })
  @Allow()
  published!: Json;

  @ApiProperty({
    ...VALUE,
    description: 'What is right. Of a personal field the log has a commitment alone.',
  })
  @Allow()
  correct!: Json;
}

export class CorrectionDto extends FormDto {
  @ApiProperty({ type: [CorrectionLineDto], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => CorrectionLineDto)
  fields!: CorrectionLineDto[];

  @ApiProperty({
    type: String,
    minLength: 10,
    maxLength: 500,
    description: 'Why it is wrong and by what right you say so, published with your name. No personal data.',
  })
  @IsString()
  @Length(10, 500)
  ground!: string;
}

export class CorrectionStatedDto {
  @ApiProperty({ type: [String], description: 'The fields that are corrected.' })
  fields!: readonly string[];
}
