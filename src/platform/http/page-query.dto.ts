import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** What every page's query may carry besides its own: the language switch. */
export class LanguageQueryDto {
  @ApiProperty({ type: String, required: false, description: 'Two letters; for pages.' })
  @IsOptional()
  @IsString()
  @Length(2, 2)
  lang?: string;
}

/** The query of a list that goes on by cursor. */
export class PageQueryDto extends LanguageQueryDto {
  @ApiProperty({ type: String, required: false, description: 'From `nextCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @Length(1, 400)
  cursor?: string;

  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}
