import { ApiProperty } from '@nestjs/swagger';
import { FLAGS, type FlagCode } from '../../domain/flags.js';

const DECIMAL = { type: Number, description: 'Rounded to four decimals.' } as const;

class OptionStatisticsDto {
  @ApiProperty({ type: String, description: 'As its author named it.' })
  option!: string;
  @ApiProperty({ type: 'integer' })
  chosen!: number;
  @ApiProperty({ type: [Number], description: 'Share of each group, the weakest first.' })
  byGroup!: readonly number[];
  @ApiProperty({ ...DECIMAL, nullable: true })
  pointBiserial!: number | null;
}

class GroupStatisticsDto {
  @ApiProperty({ type: 'integer' })
  taken!: number;
  @ApiProperty(DECIMAL)
  difficulty!: number;
}

class ItemFlagDto {
  @ApiProperty({ type: String, enum: FLAGS })
  code!: FlagCode;
  @ApiProperty({ type: String, enum: ['likely', 'sure'] })
  sureness!: 'likely' | 'sure';
  @ApiProperty({ type: String, required: false })
  option?: string;
}

export class ItemStatisticsDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'The item version.' })
  item!: string;
  @ApiProperty({ type: String })
  itemCode!: string;
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: String })
  type!: string;
  @ApiProperty({ type: 'integer', description: 'Forms that it was on.' })
  taken!: number;
  @ApiProperty({ ...DECIMAL, description: 'Of all forms of the session.' })
  exposure!: number;
  @ApiProperty({ type: Boolean })
  annulled!: boolean;
  @ApiProperty({ ...DECIMAL, description: 'Mean share of the points: the proportion correct.' })
  difficulty!: number;
  @ApiProperty({ type: 'integer' })
  omitted!: number;
  @ApiProperty({ ...DECIMAL, nullable: true, description: 'With the rest of the form, without the item.' })
  pointBiserial!: number | null;
  @ApiProperty({ type: [GroupStatisticsDto] })
  groups!: readonly GroupStatisticsDto[];
  @ApiProperty({ type: [OptionStatisticsDto] })
  options!: readonly OptionStatisticsDto[];
  @ApiProperty({ type: [String] })
  offered!: readonly string[];
  @ApiProperty({ type: [String], description: 'Options that are right.' })
  keyed!: readonly string[];
  @ApiProperty({ type: 'integer', nullable: true })
  medianMilliseconds!: number | null;
  @ApiProperty({ type: 'integer', description: 'Of so many candidates the log tells the time.' })
  timed!: number;
  @ApiProperty({ type: [ItemFlagDto] })
  flags!: readonly ItemFlagDto[];
}

class ReliabilityDto {
  @ApiProperty({ type: String, enum: ['alpha', 'stratified-components', 'none'] })
  method!: 'alpha' | 'stratified-components' | 'none';
  @ApiProperty({ ...DECIMAL, required: false })
  value?: number;
  @ApiProperty({ ...DECIMAL, required: false, description: 'Of measurement, in points.' })
  standardError?: number;
}

export class SessionStatisticsDto {
  @ApiProperty({ type: String, format: 'uuid' })
  scoringVersionId!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  computedAt!: Date;
  @ApiProperty({ type: 'integer' })
  sittings!: number;
  @ApiProperty(DECIMAL)
  mean!: number;
  @ApiProperty(DECIMAL)
  deviation!: number;
  @ApiProperty({ type: Number, description: 'Points.' })
  maximum!: number;
  @ApiProperty({ type: ReliabilityDto })
  reliability!: ReliabilityDto;
  @ApiProperty({ type: [ItemStatisticsDto], description: 'Those that need somebody most first.' })
  items!: readonly ItemStatisticsDto[];
}
