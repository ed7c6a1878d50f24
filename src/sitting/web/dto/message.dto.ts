import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';
import { DoneOnceDto, SentOnceDto } from './sent-once.dto.js';

/** A text with something in it. */
const SAID = /\S/;

export class SendMessageDto extends SentOnceDto {
  @ApiProperty({
    type: String,
    maxLength: 500,
    description: 'Plain text; it cannot be taken back. Candidates see it with your name.',
  })
  @IsString()
  @Matches(SAID)
  @MaxLength(2000)
  text!: string;

  @ApiProperty({
    type: String,
    required: false,
    description: 'One candidate alone; left out: everybody who sits, and who begins later.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  candidateNumber?: string;
}

export class MessageSentDto extends DoneOnceDto {
  @ApiProperty({ type: 'integer', description: 'Of this session’s messages, counted from 1.' })
  number!: number;
  @ApiProperty({ type: 'integer', description: 'How many open sittings it is for now.' })
  reached!: number;
}

export class ExamMessageDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: String, nullable: true, description: 'One candidate; null: everybody.' })
  candidateNumber!: string | null;
  @ApiProperty({ type: String })
  text!: string;
  @ApiProperty({ type: String, description: 'Name and position of who wrote it.' })
  official!: string;
  @ApiProperty({ type: 'integer', description: 'Sittings that it is for, also those that began after it.' })
  reached!: number;
  @ApiProperty({ type: 'integer', description: 'How many of these have read it.' })
  read!: number;
}

export class ExamMessageListDto {
  @ApiProperty({ type: [ExamMessageDto] })
  items!: ExamMessageDto[];
}

/** What the form sends; what is missing in it is said beside its field. */
export class MessageFormDto extends FormDto {
  @IsOptional()
  @IsIn(['', 'all', 'one'])
  whom: '' | 'all' | 'one' = '';

  @IsOptional()
  @IsString()
  @MaxLength(40)
  candidateNumber?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  text = '';

  @IsOptional()
  @IsUUID()
  actId?: string;
}

export class MessageQueryDto extends LanguageQueryDto {
  /** The candidate whom the form is filled in for. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;
}
