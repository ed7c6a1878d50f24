import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  formatDate,
  formatDateTime,
  formatLanguage,
  formatMoment,
  formatNumber,
  formatPoints,
  formatScaled,
  formatTime,
  local,
} from './platform/i18n/formats.js';
import { createTranslator, type Translator } from './platform/i18n/i18n.js';
import { Pages, type Config, type PageRequest } from './platform/index.js';
import { createRenderer } from './pages/index.js';

/**
 * The pages and their languages, over one folder of templates and words.
 *
 * @param logKey the public log's verifier key, for the foot of each page; asked for when a page is drawn.
 */
export function createPages(
  config: Pick<Config, 'projectDir' | 'production' | 'demonstration'>,
  logKey: () => string,
): {
  pages: Pages;
  translator: Translator;
} {
  const srcDir = path.join(config.projectDir, 'src');
  const translator = createTranslator(path.join(srcDir, 'pages', 'locales'));
  const govuk = path.join(config.projectDir, 'node_modules', 'govuk-frontend', 'dist');
  const renderer = createRenderer(srcDir, govuk, true);
  const assets = readAssets(path.join(config.projectDir, 'dist', 'assets', 'manifest.json'));

  const draw = (request: PageRequest, template: string, model: object): string => {
    const { language, principal } = request;
    const t = (key: string, parameters?: Record<string, unknown>) => translator.t(language, key, parameters);
    const address = request.url.split('?')[0] ?? '/';
    const roles = [...new Set(principal?.grants.map(({ role }) => role) ?? [])];
    const account = principal && {
      displayName: principal.displayName,
      candidate: principal.personId !== null,
    };
    return renderer.render(template, {
      ...model,
      t,
      language,
      languages: translator.languages.map((one) => ({ ...one, href: withLanguage(request.url, one.code) })),
      dir: translator.languages.find(({ code }) => code === language)?.dir ?? 'ltr',
      account,
      roles,
      nav: navigation(roles, account !== null).map(([href, key]) => ({
        href,
        text: t(key),
        current: address === href || address.startsWith(`${href}/`),
      })),
      path: address,
      demonstration: config.demonstration,
      logKey: logKey(),
      // Asked for by forms alone: a visitor who only reads gets no session.
      csrfToken: () => request.csrfToken?.() ?? '',
      asset: (name: string) => `/assets/${assets[name] ?? name}`,
      /** In UTC, or in a time zone by its IANA name; the zone is said. */
      formatDateTime: (date: Date | string, timeZone?: string) => formatDateTime(date, language, timeZone),
      formatMoment: (date: Date | string) => formatMoment(date, language),
      formatDate: (date: Date | string) => formatDate(date, language),
      formatTime: (date: Date | string) => formatTime(date, language),
      formatNumber: (value: number, digits?: 1 | 2) => formatNumber(value, language, digits),
      formatPoints: (points: number) => formatPoints(points, language),
      formatScaled: (exact: number) => formatScaled(exact, language),
      languageName: (code: string) => formatLanguage(code, language),
      local: (texts: Record<string, string> | null) => local(texts, language),
    });
  };
  return {
    pages: new Pages(draw, (language, key, parameters) => translator.t(language, key, parameters)),
    translator,
  };
}

/** The main menu: what anybody sees, then what an account and its roles open. */
function navigation(roles: readonly string[], signedIn: boolean): [href: string, key: string][] {
  const audits = roles.includes('administrator') || roles.includes('auditor');
  return [
    ...(signedIn ? [['/desk', 'desk:nav.desk'] as [string, string]] : []),
    ['/competitions', 'desk:nav.competitions'],
    ['/registry', 'desk:nav.registry'],
    ...(roles.includes('item-author') || roles.includes('item-reviewer')
      ? [['/item-banks', 'desk:nav.items'] as [string, string]]
      : []),
    ...(roles.includes('exam-officer') ? [['/blueprints', 'desk:nav.blueprints'] as [string, string]] : []),
    ...(roles.includes('administrator')
      ? [['/admin/accounts', 'desk:nav.accounts'] as [string, string]]
      : []),
    ...(audits ? [['/audit', 'desk:nav.audit'] as [string, string]] : []),
  ];
}

function withLanguage(url: string, code: string): string {
  const address = new URL(url, 'http://localhost');
  address.searchParams.set('lang', code);
  return `${address.pathname}${address.search}`;
}

function readAssets(manifest: string): Readonly<Record<string, string>> {
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>) : {};
}
