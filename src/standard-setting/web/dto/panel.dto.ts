import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

export class ConvenePanelDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'The exam; left out: the competition’s own.',
  })
  @IsOptional()
  @IsUUID()
  programmeId?: string;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Accounts with the role of an expert; two at least.',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  judges!: string[];

  @ApiProperty({ type: String, maxLength: 1000, description: 'Who it is that can just do the work.' })
  @IsString()
  @Length(1, 1000)
  candidate!: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'At most so many items for each line of the blueprint; left out: as many as a form has.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  perLine?: number;
}

export class PanelMadeDto {
  @ApiProperty({ type: String, format: 'uuid' })
  panelId!: string;
}

export class PanelRoundDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String, format: 'date-time' })
  openedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt!: Date | null;
}

export class PanelDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  programmeId!: string;
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: String })
  candidate!: string;
  @ApiProperty({ type: String, description: 'Name and position.' })
  createdBy!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;
  @ApiProperty({ type: [PanelRoundDto] })
  rounds!: readonly PanelRoundDto[];
}

export class PanelListDto {
  @ApiProperty({ type: [PanelDto], description: 'Newest first.' })
  items!: PanelDto[];
}

class JudgeCutDto {
  @ApiProperty({ type: 'integer' })
  judge!: number;
  @ApiProperty({ type: Number, description: 'Points.' })
  cut!: number;
}

class PartAdviceDto {
  @ApiProperty({ type: String })
  part!: string;
  @ApiProperty({ type: Number, description: 'Points.' })
  cut!: number;
  @ApiProperty({ type: Number, description: 'Of so many items.' })
  items!: number;
}

class ItemAdviceDto {
  @ApiProperty({ type: 'integer' })
  position!: number;
  @ApiProperty({ type: Number })
  mean!: number;
  @ApiProperty({ type: 'integer' })
  lowest!: number;
  @ApiProperty({ type: 'integer' })
  highest!: number;
}

export class AdviceDto {
  @ApiProperty({ type: Number, description: 'Points.' })
  cut!: number;
  @ApiProperty({ type: Number })
  deviation!: number;
  @ApiProperty({ type: Number })
  standardError!: number;
  @ApiProperty({ type: [PartAdviceDto] })
  byPart!: readonly PartAdviceDto[];
  @ApiProperty({ type: [JudgeCutDto] })
  judges!: readonly JudgeCutDto[];
  @ApiProperty({ type: [ItemAdviceDto] })
  byItem!: readonly ItemAdviceDto[];
}

class JudgeProgressDto {
  @ApiProperty({ type: 'integer' })
  number!: number;
  @ApiProperty({ type: 'integer', description: 'Items rated in the newest round.' })
  rated!: number;
}

export class PanelStateDto extends PanelDto {
  @ApiProperty({ type: 'integer' })
  items!: number;
  @ApiProperty({ type: [JudgeProgressDto], description: 'By number: ratings are nobody’s by name.' })
  judges!: JudgeProgressDto[];
  @ApiProperty({
    type: AdviceDto,
    nullable: true,
    description: 'Null while the newest round is open: it is sealed.',
  })
  advice!: AdviceDto | null;
}

export class RatingDto {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(1000)
  position!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of a hundred who can just do the work, how many answer right.',
  })
  @IsInt()
  @Min(0)
  @Max(100)
  percent!: number;
}

export class RatingsDto {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(3)
  round!: number;

  @ApiProperty({ type: [RatingDto] })
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => RatingDto)
  ratings!: RatingDto[];
}

export class RatedDto {
  @ApiProperty({ type: 'integer' })
  rated!: number;
}

export class OwnRatingsDto {
  @ApiProperty({ type: 'integer' })
  round!: number;
  @ApiProperty({ type: Boolean })
  open!: boolean;
  @ApiProperty({ type: 'integer', description: 'As which number you judge.' })
  judge!: number;
  @ApiProperty({ type: 'integer' })
  items!: number;
  @ApiProperty({ type: [RatingDto] })
  ratings!: RatingDto[];
}

export class RoundMovedDto {
  @ApiProperty({ type: 'integer' })
  round!: number;
}
