import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length, MaxLength } from 'class-validator';

const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;
const points = { type: 'object', additionalProperties: { type: 'integer' } } as const;

export class SessionToMarkDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty(texts)
  title!: Readonly<Record<string, string>>;
  @ApiProperty({ type: 'integer', description: 'Texts that you have marked.' })
  marked!: number;
  @ApiProperty({ type: 'integer', description: 'Texts that you could mark now.' })
  left!: number;
}

export class SessionToMarkListDto {
  @ApiProperty({ type: [SessionToMarkDto] })
  items!: readonly SessionToMarkDto[];
}

export class OwnProgressDto {
  @ApiProperty({ type: 'integer', description: 'Texts that you have marked.' })
  marked!: number;
  @ApiProperty({ type: 'integer', description: 'Texts that you could mark now, the one in hand too.' })
  left!: number;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The text that you have in hand.',
  })
  inHand!: string | null;
  @ApiProperty({ type: String, isArray: true, description: 'Texts whose mark you may still change.' })
  changeable!: readonly string[];
}

export class NextTextDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: nothing to mark now.' })
  textId!: string | null;
}

export class RubricLevelDto {
  @ApiProperty({ type: 'integer' })
  points!: number;
  @ApiProperty({ type: String, description: 'What a text at this level looks like.' })
  looks!: string;
}

export class RubricCriterionDto {
  @ApiProperty({ type: String })
  criterion!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths: its maximum.' })
  points!: number;
  @ApiProperty({ type: String })
  name!: string;
  @ApiProperty({ type: [RubricLevelDto], description: 'Anchors, from nothing to all points.' })
  levels!: readonly RubricLevelDto[];
}

export class TaskWordsDto {
  @ApiProperty({ type: String })
  language!: string;
  @ApiProperty({ type: String, description: 'Clean HTML.' })
  stem!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The case that the task belongs to. Clean HTML.',
  })
  stimulus!: string | null;
  @ApiProperty({ type: [RubricCriterionDto] })
  rubric!: readonly RubricCriterionDto[];
}

export class OwnMarkDto {
  @ApiProperty({ type: 'integer', description: 'From 1; each change is one more.' })
  number!: number;
  @ApiProperty({ ...points, description: 'Criterion → hundredths.' })
  criteria!: Readonly<Record<string, number>>;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
  @ApiProperty({ type: String, nullable: true })
  comment!: string | null;
}

export class TextToMarkDto {
  @ApiProperty({ type: String, format: 'uuid' })
  textId!: string;
  @ApiProperty({ type: String, description: 'As it was typed.' })
  text!: string;
  @ApiProperty({ type: [TaskWordsDto], description: 'The task in every language of the exam.' })
  tasks!: readonly TaskWordsDto[];
  @ApiProperty({ type: OwnMarkDto, nullable: true, description: 'Your own mark, where you have given one.' })
  own!: OwnMarkDto | null;
  @ApiProperty({ type: Boolean, description: 'Whether you may give or change your mark.' })
  canChange!: boolean;
}

export class MarkWishDto {
  @ApiProperty({
    ...points,
    description: 'Each criterion of the rubric → hundredths, whole, up to its maximum.',
  })
  @IsObject()
  criteria!: Record<string, unknown>;

  @ApiProperty({ type: String, required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  comment?: string;
}

export class MarkGivenDto {
  @ApiProperty({ type: 'integer', description: 'Hundredths.' })
  points!: number;
}

export class StepAsideDto {
  @ApiProperty({
    type: String,
    minLength: 5,
    maxLength: 500,
    description: 'Why; without the name of the person.',
  })
  @IsString()
  @Length(5, 500)
  reason!: string;
}

export class SteppedAsideDto {
  @ApiProperty({ type: Boolean, enum: [true] })
  steppedAside!: true;
}
