import { ApiProperty } from '@nestjs/swagger';

export class NoticeDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  kind!: string;
  @ApiProperty({ type: String, description: 'One line, in your language.' })
  subject!: string;
  @ApiProperty({ type: String })
  body!: string;
  @ApiProperty({ type: String, description: 'Where on the platform it leads.' })
  path!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  postedAt!: Date;
}

export class NoticePageDto {
  @ApiProperty({ type: [NoticeDto] })
  items!: NoticeDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

class StuckNoticeDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  kind!: string;
  @ApiProperty({
    type: String,
    enum: ['refused', 'unsure'],
    description: 'unsure: the line broke while the letter was on its way.',
  })
  state!: 'refused' | 'unsure';
  @ApiProperty({ type: String, nullable: true, description: 'A code, never the words of a mail server.' })
  fault!: string | null;
  @ApiProperty({ type: 'integer' })
  attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  postedAt!: Date;
}

export class LettersDto {
  @ApiProperty({ type: 'integer', description: 'Letters that wait to be sent.' })
  waiting!: number;
  @ApiProperty({ type: 'integer', description: 'Letters that wait for a decision.' })
  stuck!: number;
  @ApiProperty({ type: [StuckNoticeDto], description: 'The newest hundred of these.' })
  items!: StuckNoticeDto[];
}

export class LetterSettledDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
}
