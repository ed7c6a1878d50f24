import type { EditorForm } from './editor-form.js';

/** Faults of what the page shows otherwise than the API: titles have a field a language, a list is one field. */
export function onThePage(
  fields: Readonly<Record<string, string>>,
  form: EditorForm,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, found]) => {
      const code = said(found, typedAt(form, name));
      const at = /^(include|exclude)\b/.exec(name)?.[1];
      if (at) return [at, code];
      if (name === 'title' || name.endsWith('.title')) {
        const titles = name === 'title' ? form.title : form.parts[Number(name.split('.')[1])]?.title;
        const language = form.languages.find((one) => !titles?.[one]) ?? form.languages[0] ?? 'en';
        return [`${name}.${language}`, code];
      }
      if (name === 'parts') return ['add-part', code];
      if (name.endsWith('.draw')) return [name.replace(/draw$/, 'code'), code];
      if (name.endsWith('.difficulty')) return [`${name}.from`, code];
      return [name, code];
    }),
  );
}

/** What was typed into a field, by the name of the field; undefined where it is no text. */
function typedAt(form: EditorForm, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      form,
    );
}

/** Of an empty field, or of one that should hold a number and does not, the first rule that it breaks says little. */
function said(found: string, typed: unknown): string {
  if (typed === '' && !found.includes('.')) return 'isNotEmpty';
  return (found === 'min' || found === 'max') && typeof typed === 'string' && !/^\d+$/.test(typed)
    ? 'isInt'
    : found;
}
