import { IsOptional, IsString, MaxLength } from 'class-validator';
import { LanguageQueryDto } from '../../../platform/index.js';
import { ITEM_STATES, type ItemState } from '../../domain/item-state.js';
import type { ItemListFilter } from '../../store/item-list-store.js';

const PLAIN = [
  'type',
  'contentArea',
  'competency',
  'cognitiveLevel',
  'model',
  'caseCode',
  'unsigned',
  'words',
] as const;

/** The list's filters as its form sends them: those left open are there and empty. */
export class ItemFilterDto extends LanguageQueryDto {
  @IsOptional() @IsString() @MaxLength(40) state?: string;
  @IsOptional() @IsString() @MaxLength(60) type?: string;
  @IsOptional() @IsString() @MaxLength(60) contentArea?: string;
  @IsOptional() @IsString() @MaxLength(60) competency?: string;
  @IsOptional() @IsString() @MaxLength(60) cognitiveLevel?: string;
  @IsOptional() @IsString() @MaxLength(80) model?: string;
  @IsOptional() @IsString() @MaxLength(40) caseCode?: string;
  @IsOptional() @IsString() @MaxLength(10) unsigned?: string;
  @IsOptional() @IsString() @MaxLength(200) words?: string;
  @IsOptional() @IsString() @MaxLength(400) cursor?: string;

  /** What the list is narrowed by; a state that there is none of narrows nothing. */
  filter(): ItemListFilter {
    const state = ITEM_STATES.find((one): one is ItemState => one === this.state);
    const given = PLAIN.map((field) => [field, this[field]?.trim() ?? ''] as const).filter(
      ([, value]) => value !== '',
    );
    return { ...(state && { state }), ...Object.fromEntries(given) };
  }
}
