import { ApiProperty } from '@nestjs/swagger';
import { DISCLOSURE_LEVELS, type DisclosureLevel } from '../../../competition/index.js';
import { DISCLOSURE_STEPS } from '../../use-cases/disclose-session.js';

export class DisclosureDto {
  @ApiProperty({ type: String, enum: DISCLOSURE_LEVELS, description: 'As the competition was announced.' })
  level!: DisclosureLevel;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the sheets became public.',
  })
  disclosedAt!: Date | null;

  @ApiProperty({ type: String, nullable: true, description: 'Name and position of who answers for it.' })
  official!: string | null;

  @ApiProperty({
    type: [String],
    enum: DISCLOSURE_STEPS,
    description: 'What is still missing before they can be: the codes by which it would be refused.',
  })
  missing!: readonly string[];
}

export class DisclosedDto {
  @ApiProperty({ type: 'integer', description: 'Answer sheets that count.' })
  sheets!: number;

  @ApiProperty({ type: 'integer', description: 'Of these, withheld: somebody wrote in words of their own.' })
  withheld!: number;
}
