import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { type Result, refuseFields } from '../kernel/index.js';
import { FormDto } from '../platform/index.js';
import type { PlanChange, SessionView } from '../session/index.js';

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const TIME_OR_NONE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/;

/** The form in which a session is planned. Its times are UTC, as all times on our pages. */
export class PlanFormDto extends FormDto {
  @IsString()
  @MaxLength(200)
  title!: string;

  @Matches(TIME_OR_NONE)
  opensAt!: string;

  @Matches(TIME_OR_NONE)
  entryClosesAt!: string;

  @IsIn(['officer', 'on-grading', 'at'])
  releasePolicy!: 'officer' | 'on-grading' | 'at';

  @IsOptional()
  @IsIn(['applied', 'booked'])
  entry?: 'applied' | 'booked';

  @IsOptional()
  @IsIn(['none', 'proctor', 'seat-code', 'either'])
  admission?: 'none' | 'proctor' | 'seat-code' | 'either';

  @IsOptional()
  @IsString()
  @MaxLength(10)
  spreadSeconds?: string;

  /** Where a session is planned for the first time, of a competition with stages. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  stageId?: string;
  @IsOptional()
  @IsIn(['none', 'own-answers', 'answers-and-keys'])
  review?: 'none' | 'own-answers' | 'answers-and-keys';
}

/** The plan that a form asks for. @param before its title in other languages stays. Refusal: REQUEST.INVALID. */
export function planWish(
  form: PlanFormDto,
  language: string,
  before: Pick<SessionView, 'title'> | null = null,
): Result<PlanChange> {
  const { title, opensAt, entryClosesAt, releasePolicy, entry, admission, review } = form;
  const spread = form.spreadSeconds?.trim() ?? '';
  const fields = {
    ...(title.trim() === '' && { title: 'isString' }),
    ...(!LOCAL_TIME.test(opensAt) && { opensAt: 'isDate' }),
    ...(!LOCAL_TIME.test(entryClosesAt) && { entryClosesAt: 'isDate' }),
    ...(!/^\d{0,3}$/.test(spread) && { spreadSeconds: 'SESSION.SPREAD' }),
  };
  if (Object.keys(fields).length > 0) {
    return refuseFields(fields);
  }
  return {
    ok: true,
    value: {
      title: { ...before?.title, [language]: title.trim() },
      opensAt: new Date(`${opensAt}Z`),
      entryClosesAt: new Date(`${entryClosesAt}Z`),
      releasePolicy,
      ...(entry && { entry }),
      ...(admission && { admission }),
      ...(review && { review }),
      ...(spread !== '' && { spreadSeconds: Number(spread) }),
    },
  };
}

/** A moment as a form's field has it. */
export const fieldTime = (moment: Date): string => moment.toISOString().slice(0, 16);

/** A moment from a form's field, or undefined where it is none. */
export const timeOf = (field: string): Date | undefined =>
  LOCAL_TIME.test(field) ? new Date(`${field}Z`) : undefined;
