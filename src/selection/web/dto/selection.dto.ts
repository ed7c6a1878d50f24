import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';

export class ConclusionWishDto {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description: 'Why it is concluded again; published. Needed for every version but the first.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'You decide by name that people who took part in a later stage fall out all the same.',
  })
  @IsOptional()
  @IsBoolean()
  evenIfSat?: boolean;
}

export class ConcludedDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: 'integer' })
  advanced!: number;
}

export class StageOwedDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  count!: number;
}

export class SelectionLineDto {
  @ApiProperty({ type: String, nullable: true, description: 'Null until one is drawn.' })
  number!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'In the stage before.' })
  before!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Hundredths.' })
  points!: number | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'On the scale of its sessions: ten-millionths.',
  })
  scaled!: number | null;
  @ApiProperty({ type: Boolean, nullable: true })
  passed!: boolean | null;
  @ApiProperty({ type: String, enum: ['advanced', 'out', 'absent'] })
  outcome!: 'advanced' | 'out' | 'absent';
}

class ConclusionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiProperty({ type: String, description: 'Hex; the list stands under it in the registry.' })
  listHash!: string;
  @ApiProperty({ type: String, description: 'Name and position.' })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  concludedAt!: Date;
}

export class SelectionPreviewDto {
  @ApiProperty({ type: String })
  stage!: string;
  @ApiProperty({ type: 'integer' })
  advanced!: number;
  @ApiProperty({ type: 'integer' })
  out!: number;
  @ApiProperty({ type: 'integer' })
  absent!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The fewest points of who goes on; hundredths.',
  })
  line!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The same on the scale: ten-millionths.' })
  scaledLine!: number | null;
  @ApiProperty({ type: 'integer', description: 'How many go on with just that many points.' })
  atLine!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The most points that can be had.' })
  maximum!: number | null;
  @ApiProperty({
    type: 'integer',
    description:
      'Out by the rule now, and taken part in a later stage: they stay unless you decide otherwise.',
  })
  stays!: number;
  @ApiProperty({ type: [SelectionLineDto], description: 'Next to the edge, on both sides.' })
  nearest!: SelectionLineDto[];
  @ApiProperty({ type: [StageOwedDto], description: 'What is still to be done before.' })
  owed!: StageOwedDto[];
  @ApiProperty({ type: [ConclusionDto], description: 'Newest first.' })
  conclusions!: ConclusionDto[];
}
