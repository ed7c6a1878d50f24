import { ApiProperty } from '@nestjs/swagger';

export class ReleasedDto {
  @ApiProperty({ type: 'integer', description: 'How many results are out.' })
  results!: number;
}

export class GradingProgressDto {
  @ApiProperty({ type: 'integer', description: 'Sittings still open.' })
  open!: number;
  @ApiProperty({ type: 'integer', description: 'Sittings closed.' })
  closed!: number;
  @ApiProperty({ type: 'integer', description: 'Closed sittings with a grade.' })
  graded!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Closed sittings that could not be graded: a person has to look.',
  })
  failed!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Closed sittings without a grade, set aside by a named person.',
  })
  aside!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Graded sittings with an open answer that nobody has marked.',
  })
  unmarked!: number;
  @ApiProperty({
    type: 'integer',
    description:
      'Devices whose late answers wait for a ruling: the grades of these sittings are provisional.',
  })
  lateUndecided!: number;
}

export class PartScoreDto {
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
  @ApiProperty({ type: Boolean, description: 'Whether the part reached its minimum.' })
  reached!: boolean;
}

class TopicScoreDto {
  @ApiProperty({ type: String, description: 'Code of the competency.' })
  topic!: string;
  @ApiProperty({ type: 'integer' })
  items!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
}

class PassRuleDto {
  @ApiProperty({ type: Number, description: 'Whole points overall.' })
  overall!: number;
  @ApiProperty({ type: Number, description: 'Whole points in each part.' })
  eachPart!: number;
}

export class ResultDto {
  @ApiProperty({ type: String })
  candidateNumber!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  points!: number;
  @ApiProperty({ type: 'integer', description: 'Hundredths of a point.' })
  maximum!: number;
  @ApiProperty({
    type: 'integer',
    description:
      'Standard error in hundredths of a point (binomial model by part); 0 where the score tells none.',
  })
  standardError!: number;
  @ApiProperty({ type: [PartScoreDto] })
  byPart!: readonly PartScoreDto[];
  @ApiProperty({ type: [TopicScoreDto], description: 'By competency, of three items or more.' })
  byCompetency!: readonly TopicScoreDto[];
  @ApiProperty({ type: PassRuleDto })
  rule!: PassRuleDto;
  @ApiProperty({ type: Boolean })
  passed!: boolean;
}
