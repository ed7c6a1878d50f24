import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const STATES = ['requested', 'running', 'done', 'failed', 'cancelled', 'approved', 'used'];
const MEASURES = ['information', 'expectedScore'];

export class RequestAssemblyDto {
  @ApiProperty({ type: 'integer', required: false, minimum: 5, maximum: 900, default: 60 })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(900)
  timeLimitSeconds?: number;
}

export class AssemblyIdDto {
  @ApiProperty({ type: String, format: 'uuid' })
  assemblyId!: string;
}

export class AssemblyStateDto {
  @ApiProperty({ type: String, enum: STATES })
  state!: string;
}

class SimulatedFormDto {
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: Number })
  mean!: number;
  @ApiProperty({ type: Number })
  deviation!: number;
}

class ScoreDifferenceDto {
  @ApiProperty({ type: String })
  one!: string;
  @ApiProperty({ type: String })
  other!: string;
  @ApiProperty({
    type: Number,
    description: 'Mean score on the other less mean score on the one, same people.',
  })
  difference!: number;
  @ApiProperty({ type: Number, description: 'Standard error of the difference.' })
  error!: number;
}

class SimulationDto {
  @ApiProperty({ type: 'integer' })
  examinees!: number;
  @ApiProperty({ type: [SimulatedFormDto] })
  forms!: readonly SimulatedFormDto[];
  @ApiProperty({ type: [ScoreDifferenceDto] })
  pairs!: readonly ScoreDifferenceDto[];
}

class AssemblyResultDto {
  @ApiProperty({ type: 'array', items: { type: 'string', enum: MEASURES } })
  measures!: readonly string[];
  @ApiProperty({ type: [Number], description: 'Measure by measure, at abilities −1, 0 and 1.' })
  target!: readonly number[];
  @ApiProperty({ type: Number })
  seconds!: number;
  @ApiProperty({ type: 'integer', description: 'Items it could choose from.' })
  pool!: number;
  @ApiProperty({ type: SimulationDto })
  simulation!: SimulationDto;
}

class AssemblyFailureDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: String })
  detail!: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  data?: object;
}

export class AssemblyDto extends AssemblyStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  programmeId!: string;
  @ApiProperty({ type: String })
  programmeCode!: string;
  @ApiProperty({ type: 'integer' })
  programmeVersion!: number;
  @ApiProperty({ type: String, enum: ['one-form', 'parallel'] })
  kind!: string;
  @ApiProperty({ type: 'integer' })
  forms!: number;
  @ApiProperty({ type: 'integer' })
  formsDone!: number;
  @ApiProperty({ type: 'integer' })
  timeLimitSeconds!: number;
  @ApiProperty({ type: AssemblyResultDto, nullable: true })
  result!: AssemblyResultDto | null;
  @ApiProperty({ type: AssemblyFailureDto, nullable: true })
  failure!: AssemblyFailureDto | null;
  @ApiProperty({ type: String, format: 'date-time' })
  requestedAt!: Date;
  @ApiProperty({ type: String })
  requestedOfficial!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true })
  approvedOfficial!: string | null;
}

export class AssemblyListDto {
  @ApiProperty({ type: [AssemblyDto] })
  items!: readonly AssemblyDto[];
}

class ParallelFormPartDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: [String], description: 'Item codes, stratum after stratum.' })
  items!: readonly string[];
}

class ParallelFormDto {
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: [ParallelFormPartDto] })
  parts!: readonly ParallelFormPartDto[];
  @ApiProperty({ type: [Number], description: 'As the target of the assembly.' })
  profile!: readonly number[];
}

export class AssemblyFormsDto {
  @ApiProperty({ type: [ParallelFormDto] })
  items!: readonly ParallelFormDto[];
}
