import { ApiProperty } from '@nestjs/swagger';
import { INCIDENT_KINDS, type IncidentKind } from '../../domain/incident-state.js';

class IncidentNumbersDto {
  @ApiProperty({ type: 'integer' })
  decided!: number;
  @ApiProperty({ type: 'integer', description: 'Of these: something was found.' })
  found!: number;
  @ApiProperty({ type: 'integer' })
  contested!: number;
  @ApiProperty({ type: 'integer' })
  reviewed!: number;
  @ApiProperty({ type: 'integer' })
  overturned!: number;
  @ApiProperty({ type: 'integer', description: 'Carried out, and set aside by an appeal afterwards.' })
  setAside!: number;
}

export class IncidentKindFiguresDto extends IncidentNumbersDto {
  @ApiProperty({
    type: String,
    enum: [...INCIDENT_KINDS, 'rest'],
    description: '`rest`: kinds with few, together.',
  })
  kind!: IncidentKind | 'rest';
}

export class IncidentYearDto extends IncidentNumbersDto {
  @ApiProperty({ type: 'integer' })
  year!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of a hundred that were reviewed.' })
  overturnedPercent!: number | null;
  @ApiProperty({ type: [IncidentKindFiguresDto] })
  kinds!: readonly IncidentKindFiguresDto[];
}

export class IncidentFiguresDto {
  @ApiProperty({ type: [IncidentYearDto] })
  years!: IncidentYearDto[];
}
