import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';

/** What is done once, however often it is sent: on a poor line an answer is lost, and whoever waits sends again. */
export class SentOnceDto {
  @ApiProperty({
    type: String,
    format: 'uuid',
    required: false,
    description:
      'Random, drawn by whoever sends. The same act under the same id is done once and answered again; another act under it is refused (SITTING.ACT_TAKEN).',
  })
  @IsOptional()
  @IsUUID()
  actId?: string;
}

/** What became of it. */
export class DoneOnceDto {
  @ApiProperty({
    type: Boolean,
    description: 'It was done when it came under this id for the first time, and was not done again.',
  })
  doneBefore!: boolean;
}
