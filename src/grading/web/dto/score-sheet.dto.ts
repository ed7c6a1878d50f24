import { ApiProperty } from '@nestjs/swagger';
import { PartScoreDto } from './result.dto.js';

const WHYS = ['right', 'partly', 'wrong', 'none', 'annulled', 'pending', 'marked', 'corrected'] as const;
const KINDS = ['marked', 'adjudicated', 'corrected'] as const;

export class MachineScoreDto {
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: String, enum: WHYS })
  why!: (typeof WHYS)[number];
}

export class MarkLayerDto {
  @ApiProperty({ type: 'integer', description: 'From 1, within the sitting.' })
  revision!: number;
  @ApiProperty({ type: 'integer' })
  position!: number;
  @ApiProperty({ type: String, enum: KINDS })
  kind!: (typeof KINDS)[number];
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Of a correction.' })
  reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who corrected.' })
  official!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date | string;
}

export class SheetMarkDto {
  @ApiProperty({ type: String, description: 'Name and position of the marker.' })
  official!: string;
  @ApiProperty({ type: 'integer', description: '3: the one that decides where the first two differ.' })
  place!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Criterion → hundredths.',
  })
  criteria!: Readonly<Record<string, number>>;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: String, nullable: true })
  comment!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  givenAt!: Date | string;
}

export class SheetItemDto {
  @ApiProperty({ type: 'integer' })
  position!: number;
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: String, description: 'The type of the item.' })
  type!: string;
  @ApiProperty({ type: MachineScoreDto })
  machine!: MachineScoreDto;
  @ApiProperty({ type: [MarkLayerDto], description: 'What people added, the oldest first.' })
  layers!: readonly MarkLayerDto[];
  @ApiProperty({ type: [SheetMarkDto], description: 'Empty until a text has all the marks that it needs.' })
  marks!: readonly SheetMarkDto[];
  @ApiProperty({ type: 'integer', description: 'Hundredths: what counts.' })
  points!: number;
  @ApiProperty({ type: String, enum: WHYS })
  why!: (typeof WHYS)[number];
}

export class ScoreSheetDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: 'integer', description: 'The number of the scoring version.' })
  scoringVersion!: number;
  @ApiProperty({ type: 'integer', description: 'The revision of the marks.' })
  marks!: number;
  @ApiProperty({ type: [SheetItemDto] })
  items!: readonly SheetItemDto[];
  @ApiProperty({ type: [PartScoreDto] })
  byPart!: readonly PartScoreDto[];
  @ApiProperty({ type: 'integer', description: 'Hundredths: the sum of the items.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  maximum!: number;
  @ApiProperty({ type: 'integer', description: 'Items that people have not marked yet.' })
  pending!: number;
  @ApiProperty({ type: Boolean })
  passed!: boolean;
  @ApiProperty({ type: Boolean, description: 'Whether the grade on record is the same by now.' })
  isGraded!: boolean;
}
