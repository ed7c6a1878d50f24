import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsTexts } from '../../../platform/index.js';
import { MANUAL_POINTS, type ManualPoint } from '../../../session/index.js';

export class VoidSessionDto {
  @ApiProperty({ type: String, maxLength: 500, description: 'Public: no name belongs into it.' })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class SessionVoidedDto {
  @ApiProperty({ type: String, enum: ['void'] })
  state!: 'void';
  @ApiProperty({ type: 'integer', description: 'Sittings that are void now.' })
  sittings!: number;
}

export class VoidSittingDto {
  @ApiProperty({
    type: String,
    enum: ['misconduct', 'failure'],
    description: 'Misconduct is refused here: an incident decides on it.',
  })
  @IsIn(['misconduct', 'failure'])
  cause!: 'misconduct' | 'failure';

  @ApiProperty({
    type: String,
    enum: ['no', 'here', 'replacement'],
    description:
      'Whether the candidate sits again: not; in this session with a spare number and a new form; in a session that replaces this one.',
  })
  @IsIn(['no', 'here', 'replacement'])
  again!: 'no' | 'here' | 'replacement';

  @ApiProperty({ type: String, maxLength: 500, description: 'On record; not public.' })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class SittingVoidedDto {
  @ApiProperty({ type: String, enum: ['void'] })
  state!: 'void';
}

export class ReplacementDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Language → title.' })
  @IsObject()
  @IsTexts()
  title!: Record<string, string>;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  opensAt!: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  @Type(() => Date)
  @IsDate()
  entryClosesAt!: Date;
}

export class ReplacedDto {
  @ApiProperty({ type: String, format: 'uuid' })
  sessionId!: string;
  @ApiProperty({ type: 'integer', description: 'Candidates whom it is for.' })
  candidates!: number;
}

export class PointDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: String, enum: ['good', 'look', 'bad', 'unknown'] })
  state!: 'good' | 'look' | 'bad' | 'unknown';
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  values!: Readonly<Record<string, number>>;
}

export class ManualPointDto {
  @ApiProperty({ type: String, enum: MANUAL_POINTS })
  point!: ManualPoint;
  @ApiProperty({ type: Boolean })
  done!: boolean;
  @ApiProperty({ type: String })
  note!: string;
  @ApiProperty({ type: String, nullable: true })
  official!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at!: Date | null;
}

export class VerdictDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, enum: ['go', 'no-go'] })
  verdict!: 'go' | 'no-go';
  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
  @ApiProperty({ type: Boolean, description: 'Decided for the draw that the session has now.' })
  isOfThisDraw!: boolean;
}

export class ChecklistDto {
  @ApiProperty({ type: [PointDto], description: 'What the platform sees itself.' })
  points!: readonly PointDto[];
  @ApiProperty({ type: [ManualPointDto], description: 'What people see to.' })
  manual!: readonly ManualPointDto[];
  @ApiProperty({ type: VerdictDto, nullable: true, description: 'The last decision.' })
  verdict!: VerdictDto | null;
}

export class TickDto {
  @ApiProperty({ type: Boolean })
  @IsBoolean()
  done!: boolean;

  @ApiProperty({ type: String, required: false, maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string;
}

export class TickedDto {
  @ApiProperty({ type: Boolean })
  done!: boolean;
}

export class GoDto {
  @ApiProperty({ type: String, enum: ['go', 'no-go'] })
  @IsIn(['go', 'no-go'])
  verdict!: 'go' | 'no-go';

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description: 'Of a no-go, and of a go where something is bad or not seen to.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class DecidedDto {
  @ApiProperty({ type: String, enum: ['go', 'no-go'] })
  verdict!: 'go' | 'no-go';
}
