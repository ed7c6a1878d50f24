import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQueryDto } from '../../../platform/index.js';
import { COGNITIVE_LEVELS } from '../../domain/check-draft.js';
import { ITEM_STATES, type ItemState } from '../../domain/item-state.js';
import { IsWords } from './is-words.js';

const CODE = /^[A-Z]{2,6}-[A-Z]{2,6}-\d{3,6}$/;

/** What a list of items is narrowed by. */
export class ItemQueryDto extends PageQueryDto {
  @ApiProperty({ enum: ITEM_STATES, required: false, description: 'Of the newest version.' })
  @IsOptional()
  @IsIn(ITEM_STATES)
  state?: ItemState;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  type?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  contentArea?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  competency?: string;

  @ApiProperty({ enum: COGNITIVE_LEVELS, required: false })
  @IsOptional()
  @IsIn(COGNITIVE_LEVELS)
  cognitiveLevel?: string;

  @ApiProperty({ type: String, required: false, description: 'Code of the item model that made them.' })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  model?: string;

  @ApiProperty({ type: String, required: false, description: 'Code of the case that they belong to.' })
  @IsOptional()
  @Matches(CODE)
  caseCode?: string;

  @ApiProperty({
    type: String,
    required: false,
    description: 'A language in which nobody has signed the newest words.',
  })
  @IsOptional()
  @Matches(/^[a-z]{2}$/)
  unsigned?: string;

  @ApiProperty({
    type: String,
    required: false,
    description: 'Words of the stem, or the beginning of a code.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  words?: string;
}

export class SourceDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 400)
  instrument!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 200)
  article!: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  url?: string;
}

/** The words of an item in one language. */
export class WordsDto {
  @ApiProperty({ type: String, description: 'A little HTML: docs/item-types.md names what may stand in it.' })
  @IsString()
  @MaxLength(20_000)
  stem!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'By the option’s letter.',
  })
  @IsWords()
  options!: Record<string, string>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Other words of the type.',
  })
  @IsWords()
  labels!: Record<string, string>;

  @ApiProperty({ type: String, description: 'Why the answer key is right.' })
  @IsString()
  @MaxLength(20_000)
  rationale!: string;
}

/** An item as its author hands it in. */
export class ItemDraftDto {
  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 60)
  type!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 60)
  contentArea!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 60)
  competency!: string;

  @ApiProperty({ enum: COGNITIVE_LEVELS })
  @IsIn(COGNITIVE_LEVELS)
  cognitiveLevel!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 50,
    maximum: 950,
    description: 'Estimated proportion correct, thousandths.',
  })
  @IsInt()
  @Min(50)
  @Max(950)
  difficulty!: number;

  @ApiProperty({
    type: [String],
    description: 'Letters in the author’s order; none where the type has none.',
  })
  @IsArray()
  @Matches(/^[a-l]$/, { each: true })
  options!: string[];

  @ApiProperty({ type: Boolean, description: 'Whether every form shows the options in this order.' })
  @IsBoolean()
  fixedOrder!: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What else the type needs.' })
  @IsObject()
  structure!: Record<string, never>;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'As docs/item-types.md describes it.',
  })
  @IsObject()
  answerKey!: Record<string, never>;

  @ApiProperty({ type: [SourceDto] })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SourceDto)
  sources!: SourceDto[];

  @ApiProperty({ type: String, nullable: true, required: false, description: 'The case that it belongs to.' })
  @IsOptional()
  @Matches(CODE)
  caseCode?: string | null;

  @ApiProperty({ type: WordsDto, description: 'In the bank’s source language.' })
  @ValidateNested()
  @Type(() => WordsDto)
  words!: WordsDto;
}

export class NewItemDto extends ItemDraftDto {
  @ApiProperty({ type: String, required: false, nullable: true, description: 'Left out: the next free one.' })
  @IsOptional()
  @Matches(CODE)
  code?: string | null;
}

export class ChangedItemDto extends ItemDraftDto {
  @ApiProperty({ type: String, description: '`editBase` of the version that the author began from.' })
  @IsString()
  @Length(64, 400)
  baseHash!: string;
}

const STEPS = ['submit', 'return', 'approve', 'publish', 'suspend', 'resume', 'retire'] as const;

export class ItemStepDto {
  @ApiProperty({ enum: STEPS })
  @IsIn(STEPS)
  event!: (typeof STEPS)[number];

  @ApiProperty({ type: 'integer', minimum: 1, description: 'The version that whoever decides has read.' })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiProperty({ type: String, required: false, description: 'Needed for return, suspend and retire.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;
}

export class TranslationDto {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'The revision that the translator began from; 0: none.',
  })
  @IsInt()
  @Min(0)
  baseRevision!: number;

  @ApiProperty({ type: WordsDto })
  @ValidateNested()
  @Type(() => WordsDto)
  words!: WordsDto;
}

export class SignatureDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The revision that the reader has read.' })
  @IsInt()
  @Min(1)
  revision!: number;
}

export class NewCommentDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    description: 'Two letters, where it is about a translation.',
  })
  @IsOptional()
  @Matches(/^[a-z]{2}$/)
  language?: string | null;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 4000)
  body!: string;
}

export class NewEnemyDto {
  @ApiProperty({ type: String })
  @Matches(CODE)
  enemyCode!: string;

  @ApiProperty({ type: String })
  @IsString()
  @Length(1, 1000)
  reason!: string;
}

export class DifferencesQueryDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  from!: number;

  @ApiProperty({ type: 'integer', minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  to!: number;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @IsString()
  @Length(2, 2)
  lang?: string;
}
