import { local } from '../../platform/i18n/formats.js';
import type { BankTaxonomy } from '../../question-bank/index.js';
import type { Blueprint, ItemFilter } from '../domain/blueprint/blueprint.js';
import type { Feasibility, Where } from '../domain/assembly/feasibility.js';

/** Words for `namespace:key` in the page's language. */
export type Words = (key: string, parameters?: Readonly<Record<string, unknown>>) => string;

export interface LackRow {
  readonly where: string;
  readonly wanted: number;
  readonly available: number;
  readonly lacks: number;
}

/** Says what a blueprint's rules mean, in one language, with the banks' own names for things. */
export class BlueprintWords {
  constructor(
    private readonly t: Words,
    private readonly language: string,
    private readonly banks: readonly BankTaxonomy[],
  ) {}

  /** "Integrity · Apply · 30–60 %"; what is not narrowed down is "any". */
  filter(filter: ItemFilter): string {
    const { contentArea, competency, cognitiveLevel, type, difficulty } = filter;
    const words = [
      contentArea !== undefined && this.named('contentAreas', contentArea),
      competency !== undefined && this.named('competencies', competency),
      cognitiveLevel !== undefined && this.t(`form:level.${cognitiveLevel}`),
      type !== undefined && this.type(type),
      difficulty && this.t('form:share', { from: difficulty.from / 10, to: difficulty.to / 10 }),
    ].filter((word) => typeof word === 'string');
    return words.length > 0 ? words.join(' · ') : this.t('form:anyItem');
  }

  /** A type's name; its code where it has none. */
  type(code: string): string {
    const words = this.t(`form:type.${code}`);
    return words.endsWith(`type.${code}`) ? code : words;
  }

  where(blueprint: Blueprint, where: Where): string {
    if (where.kind === 'include') return this.t('form:lack.include', { item: where.item });
    if (where.kind === 'overlap') return this.t('form:lack.overlap');
    if (where.kind === 'stratum') {
      const part = blueprint.parts.find(({ code }) => code === where.part);
      const stratum = part?.draw[where.index];
      return `${this.part(blueprint, where.part)}: ${this.filter(stratum ?? {})}`;
    }
    const constraint = blueprint.constraints?.[where.index];
    const of =
      constraint?.part === undefined ? this.t('form:wholeForm') : this.part(blueprint, constraint.part);
    const bound = where.kind === 'minimum' ? constraint?.minimum : constraint?.maximum;
    return this.t(`form:lack.${where.kind}`, { of, bound, items: this.filter(constraint ?? {}) });
  }

  lacks(blueprint: Blueprint, feasibility: Feasibility): LackRow[] {
    return feasibility.lacks.map(({ where, ...numbers }) => ({
      where: this.where(blueprint, where),
      ...numbers,
    }));
  }

  part(blueprint: Blueprint, code: string): string {
    return local(blueprint.parts.find((part) => part.code === code)?.title, this.language) || code;
  }

  private named(words: 'contentAreas' | 'competencies', code: string): string {
    const bank = this.banks.find((one) => Object.hasOwn(one[words], code));
    return local(bank?.[words][code], this.language) || code;
  }
}
