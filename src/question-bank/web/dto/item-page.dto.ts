import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FormDto, LanguageQueryDto } from '../../../platform/index.js';
import { ITEM_STEPS } from '../../domain/item-steps.js';

const NUMBER = /^([1-9]\d{0,5})?$/;

/** A version's number as an address or a form names it; null where it names none. */
export const itemVersion = (typed: string | undefined): number | null => (typed ? Number(typed) : null);

/** What has just been done, for the sentence that says so. */
const DONE = [...ITEM_STEPS, 'saved', 'comment', 'settled', 'enemy', 'enemy-removed', 'signed'] as const;

export class ItemPageQueryDto extends LanguageQueryDto {
  @IsOptional() @Matches(NUMBER) version?: string;
  /** The language whose words are shown. */
  @IsOptional() @Matches(/^([a-z]{2})?$/) words?: string;
  @IsOptional() @IsIn(DONE) done?: string;
}

export class NewItemQueryDto extends LanguageQueryDto {
  @IsOptional() @IsString() @MaxLength(40) type?: string;
  @IsOptional() @IsString() @MaxLength(40) caseCode?: string;
  @IsOptional() @IsString() @MaxLength(60) contentArea?: string;
}

export class DifferencesPageDto extends LanguageQueryDto {
  @IsOptional() @Matches(NUMBER) from?: string;
  @IsOptional() @Matches(NUMBER) to?: string;
}

export class VerdictFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(20) verdict?: string;
  @Matches(NUMBER) version!: string;
  @IsOptional() @IsString() @MaxLength(4000) reason?: string;
}

export class StepFormDto extends FormDto {
  @Matches(NUMBER) version!: string;
  @IsOptional() @IsString() @MaxLength(4000) reason?: string;
}

/** A small form of the item's page; `back`: it stood on the review's page. */
export class ItemFormDto extends FormDto {
  @IsOptional() @IsIn(['review']) back?: 'review';
}

export class CommentFormDto extends ItemFormDto {
  @Matches(NUMBER) version!: string;
  @IsOptional() @Matches(/^([a-z]{2})?$/) language?: string;
  @IsString() @MaxLength(4000) body!: string;
}

export class EnemyFormDto extends ItemFormDto {
  @IsString() @MaxLength(40) enemyCode!: string;
  @IsString() @MaxLength(1000) enemyReason!: string;
}

export class SignatureFormDto extends FormDto {
  @Matches(NUMBER) revision!: string;
}
