import { isDay, ok, refuseFields, type Result } from '../../kernel/index.js';
import type { Texts } from '../store/competition-store.js';
import type { PostRequestView, PostWish } from '../store/post-request-store.js';
import type { PostRequestFormDto } from './dto/post-request.dto.js';

/** What a form of the page asks for, or the fields that do not say it. Either language will do; both are better. */
export function postWish(form: PostRequestFormDto): Result<PostWish> {
  const fields: Record<string, string> = {};
  const texts = (en: string, ru: string, field: string): Texts => {
    const found = { ...(en.trim() && { en: en.trim() }), ...(ru.trim() && { ru: ru.trim() }) };
    if (Object.keys(found).length === 0) fields[field] = 'isString';
    return found;
  };
  const line = (field: 'category' | 'grade' | 'location'): string => {
    if (form[field].trim() === '') fields[field] = 'isString';
    return form[field].trim();
  };
  const whole = (field: 'payFrom' | 'payUntil' | 'places', pattern: RegExp): number => {
    const text = form[field].replace(/\s/gu, '');
    if (!pattern.test(text)) fields[field] = 'isInt';
    return Number(text);
  };
  const currency = form.payCurrency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) fields['payCurrency'] = 'COMPETITION.CURRENCY';
  if (!isDay(form.neededFrom)) fields['neededFrom'] = 'isDate';
  const competencies = pairedLines(form.competenciesEn, form.competenciesRu);
  if (!competencies || competencies.length > 20) fields['competenciesRu'] = 'COMPETITION.LINES';
  const wish: PostWish = {
    title: texts(form.titleEn, form.titleRu, 'titleEn'),
    category: line('category'),
    grade: line('grade'),
    location: line('location'),
    places: whole('places', /^[1-9]\d{0,3}$/),
    pay: { from: whole('payFrom', /^\d{1,9}$/), until: whole('payUntil', /^\d{1,9}$/), currency },
    competencies: competencies ?? [],
    duties: texts(form.dutiesEn, form.dutiesRu, 'dutiesEn'),
    neededFrom: form.neededFrom,
  };
  return Object.keys(fields).length > 0 ? refuseFields(fields) : ok(wish);
}

/** A request as its form shows it again. */
export const requestForm = (request: PostRequestView): Omit<PostRequestFormDto, '_csrf'> => ({
  titleEn: request.title['en'] ?? '',
  titleRu: request.title['ru'] ?? '',
  category: request.category,
  grade: request.grade,
  location: request.location,
  places: String(request.places),
  payFrom: String(request.pay.from),
  payUntil: String(request.pay.until),
  payCurrency: request.pay.currency,
  competenciesEn: request.competencies.map((one) => one['en'] ?? '').join('\n'),
  competenciesRu: request.competencies.map((one) => one['ru'] ?? '').join('\n'),
  dutiesEn: request.duties['en'] ?? '',
  dutiesRu: request.duties['ru'] ?? '',
  neededFrom: request.neededFrom,
});

/** One text a line, the lines of both languages beside each other; undefined where they do not match. */
function pairedLines(en: string, ru: string): Texts[] | undefined {
  const [first, second] = [en, ru].map((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ) as [string[], string[]];
  if (first.length > 0 && second.length > 0 && first.length !== second.length) return undefined;
  const longer = first.length > 0 ? first : second;
  return longer.map((_, index) => ({
    ...(first[index] !== undefined && { en: first[index] }),
    ...(second[index] !== undefined && { ru: second[index] }),
  }));
}
