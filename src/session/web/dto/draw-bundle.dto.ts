import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { Json } from '../../../kernel/index.js';
import type { Contributor } from '../../../form/index.js';

const TRANSLATIONS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Language → translation.',
} as const;
const NUMBERS = { type: 'array', items: { type: 'string' } } as const;

class DrawFactEnvelopeDto {
  @ApiProperty({ type: 'integer', enum: [1] })
  v!: number;
  @ApiProperty({ type: String })
  type!: string;
  @ApiProperty({ type: String, description: 'The session.' })
  subject!: string;
  @ApiProperty({ type: String, description: 'The competition’s code.' })
  cause!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  time!: string;
  @ApiProperty({ type: String, nullable: true })
  official!: string | null;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the canonical JSON of `shown`.' })
  contentHash!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  commitments!: Readonly<Record<string, string>>;
}

export class DrawFactDto {
  @ApiProperty({ type: DrawFactEnvelopeDto })
  fact!: DrawFactEnvelopeDto;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'docs/spec/draw.md says what, by type.',
  })
  shown!: { readonly [key: string]: Json };
  @ApiProperty({ type: String, description: 'Hex, as the registry shows it.' })
  leafHash!: string;
}

export class ContributorDto {
  @ApiProperty({ type: String, enum: ['platform', 'officer', 'observer', 'beacon'] })
  role!: Contributor['role'];
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: String, required: false, description: 'Hex; a beacon has a round in its stead.' })
  commitment?: string;
  @ApiProperty({ type: String, required: false })
  round?: string;
  @ApiProperty({ type: String, format: 'date-time', required: false })
  due?: string;
}

class HandedOverDto {
  @ApiProperty({ type: String, enum: ['platform', 'officer', 'observer', 'beacon'] })
  role!: Contributor['role'];
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: String, description: '64 hexadecimal digits; of a beacon the value as it came out.' })
  share!: string;
}

class CaseDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  itemVersionId!: string;
  @ApiProperty(TRANSLATIONS)
  translations!: Readonly<Record<string, string>>;
}

class PoolLeafDto {
  @ApiProperty({ type: String, format: 'uuid' })
  itemVersionId!: string;
  @ApiProperty({ type: String })
  itemCode!: string;
  @ApiProperty({ type: String })
  bank!: string;
  @ApiProperty({ type: String })
  contentArea!: string;
  @ApiProperty({ type: String })
  competency!: string;
  @ApiProperty({ type: String })
  cognitiveLevel!: string;
  @ApiProperty({ type: String })
  type!: string;
  @ApiProperty({ type: 'integer', description: 'Thousandths.' })
  difficulty!: number;
  @ApiProperty(NUMBERS)
  options!: readonly string[];
  @ApiProperty({ type: Boolean })
  fixedOrder!: boolean;
  @ApiProperty(TRANSLATIONS)
  translations!: Readonly<Record<string, string>>;
  @ApiProperty({ type: CaseDto, nullable: true })
  caseOf!: CaseDto | null;
  @ApiProperty(NUMBERS)
  enemies!: readonly string[];
  @ApiProperty({ type: 'integer' })
  exposure!: number;
  @ApiProperty({ type: String, description: 'Hex: the salted hash of its content.' })
  content!: string;
}

class BundledPartDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty(NUMBERS)
  items!: readonly string[];
}

class BundledFormDto {
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: [BundledPartDto] })
  parts!: readonly BundledPartDto[];
}

class AssignmentDto {
  @ApiProperty({ type: String })
  number!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of a form assembled beforehand: its name.' })
  form!: string | null;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the form’s canonical JSON.' })
  hash!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: {}, minItems: 2, maxItems: 2 },
    description: 'Position by position: the item’s code, and its options in the order shown.',
  })
  items!: readonly (readonly [string, readonly string[]])[];
}

/** docs/spec/draw.md describes it; `openmerit verify draw` checks it. */
export class DrawBundleDto {
  @ApiProperty({ type: String, enum: ['openmerit-draw-bundle-2'] })
  format!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  session!: string;
  @ApiProperty({ type: String, format: 'uuid' })
  draw!: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  blueprint!: object;
  @ApiProperty({ type: [PoolLeafDto] })
  pool!: readonly PoolLeafDto[];
  @ApiProperty(NUMBERS)
  roster!: readonly string[];
  @ApiProperty({ type: 'array', items: NUMBERS })
  spares!: readonly (readonly string[])[];
  @ApiProperty({ type: [ContributorDto] })
  contributors!: readonly ContributorDto[];
  @ApiProperty({ type: [HandedOverDto] })
  shares!: readonly HandedOverDto[];
  @ApiProperty({
    type: 'array',
    nullable: true,
    items: { $ref: getSchemaPath(BundledFormDto) },
  })
  preassembled!: readonly BundledFormDto[] | null;
  @ApiProperty({ type: [AssignmentDto] })
  assignments!: readonly AssignmentDto[];
  @ApiProperty({ type: [DrawFactDto] })
  facts!: readonly DrawFactDto[];
}

/** Swagger finds a class by its use alone, and this one is used by address. */
export const MORE_DRAW_SCHEMAS = [BundledFormDto];

export class DrawStateDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: 'integer', description: 'Which draw of the session it is, from 1.' })
  number!: number;
  @ApiProperty({ type: String })
  algorithm!: string;
  @ApiProperty({ type: String, enum: ['committed', 'drawn', 'cancelled', 'revealed'] })
  state!: string;
  @ApiProperty({ type: [DrawFactDto], description: 'What was stated of it in public, in order.' })
  facts!: readonly DrawFactDto[];
}

export class DrawListDto {
  @ApiProperty({ type: [DrawStateDto], description: 'The newest first: all but that one were cancelled.' })
  items!: readonly DrawStateDto[];
}
