import { ApiProperty } from '@nestjs/swagger';
import { BlueprintDto } from './blueprint.dto.js';

class StratumSupplyDto {
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: 'integer', description: 'Of the stratum in its part, from 0.' })
  index!: number;
  @ApiProperty({ type: 'integer', description: 'In one form.' })
  wanted!: number;
  @ApiProperty({ type: 'integer', description: 'Items in the bank, whatever else wants them.' })
  available!: number;
}

class WhereDto {
  @ApiProperty({ type: String, enum: ['stratum', 'minimum', 'maximum', 'include', 'overlap'] })
  kind!: string;
  @ApiProperty({ type: String, required: false })
  part?: string;
  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'Of the stratum in its part, or of the constraint.',
  })
  index?: number;
  @ApiProperty({ type: String, required: false })
  item?: string;
}

class LackDto {
  @ApiProperty({ type: WhereDto })
  where!: WhereDto;
  @ApiProperty({ type: 'integer', description: 'Over all forms.' })
  wanted!: number;
  @ApiProperty({ type: 'integer' })
  available!: number;
  @ApiProperty({ type: 'integer' })
  lacks!: number;
}

export class FeasibilityDto {
  @ApiProperty({ type: Boolean })
  ok!: boolean;
  @ApiProperty({ type: Boolean, description: 'False where the time ran out: `lacks` may tell of too much.' })
  proven!: boolean;
  @ApiProperty({ type: 'integer' })
  forms!: number;
  @ApiProperty({ type: [StratumSupplyDto] })
  strata!: readonly StratumSupplyDto[];
  @ApiProperty({ type: [LackDto] })
  lacks!: readonly LackDto[];
}

class BlueprintHeadDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: String, enum: ['draft', 'published'] })
  state!: string;
  @ApiProperty({ type: String, enum: ['shipped', 'editor'] })
  origin!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Who saved it.' })
  official!: string | null;
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
  @ApiProperty({ type: Boolean })
  newest!: boolean;
}

export class BlueprintListDto {
  @ApiProperty({ type: [BlueprintHeadDto] })
  items!: readonly BlueprintHeadDto[];
}

export class BlueprintDetailDto extends BlueprintHeadDto {
  @ApiProperty({ type: BlueprintDto })
  body!: object;
}

export class SavedBlueprintDto {
  @ApiProperty({ type: String, format: 'uuid' })
  programmeId!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: FeasibilityDto })
  feasibility!: FeasibilityDto;
}

export class BlueprintStateDto {
  @ApiProperty({ type: String, enum: ['draft', 'published'] })
  state!: string;
}
