import { ApiProperty } from '@nestjs/swagger';

class ExplainedPartDto {
  @ApiProperty({ type: String, description: 'The stage, or the part of the exam.' })
  code!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'On the scale: ten-millionths. What counts, where there is one.',
  })
  scaled!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where points are added as they are.' })
  maximum!: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  weight!: number | null;
  @ApiProperty({ type: 'integer', description: 'What it adds to the total, rounded by itself.' })
  adds!: number;
}

class NeighbourDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: 'integer' })
  points!: number;
  @ApiProperty({ type: String, enum: ['total', 'part', 'lot'] })
  decidedBy!: 'total' | 'part' | 'lot';
  @ApiProperty({ type: String, nullable: true, description: 'The stage, or part, that decided.' })
  part!: string | null;
  @ApiProperty({ type: Boolean, description: '`own` and `theirs` are ten-millionths on a scale.' })
  onScale!: boolean;
  @ApiProperty({ type: 'integer', nullable: true })
  own!: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  theirs!: number | null;
}

export class PlaceExplanationDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: 'integer' })
  place!: number;
  @ApiProperty({ type: 'integer', description: 'How many have a place.' })
  ranked!: number;
  @ApiProperty({ type: 'integer', description: 'How many others have the same place.' })
  sharedWith!: number;
  @ApiProperty({ type: 'integer' })
  points!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'On the scale by which one exam is ranked: ten-millionths.',
  })
  scaled!: number | null;
  @ApiProperty({ type: [ExplainedPartDto] })
  parts!: readonly ExplainedPartDto[];
  @ApiProperty({ type: NeighbourDto, nullable: true })
  above!: NeighbourDto | null;
  @ApiProperty({ type: NeighbourDto, nullable: true })
  below!: NeighbourDto | null;
}
