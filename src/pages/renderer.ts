import path from 'node:path';
import nunjucks from 'nunjucks';
import { statusTag, tableRows } from './table-rows.js';

/** What the layout and the components expect of whoever draws a page. A page's own model comes on top. */
export interface PageContext {
  /** Words for `namespace:key`. */
  readonly t: (key: string, parameters?: Record<string, unknown>) => string;
  readonly language: string;
  readonly languages: readonly {
    readonly code: string;
    readonly name: string;
    readonly dir: string;
    /** This page in that language. */
    readonly href?: string;
  }[];
  readonly dir: string;
  /** The page's address, without its query. */
  readonly path: string;
  /** A function, where making a token costs a session: forms alone call it. */
  readonly csrfToken: string | (() => string);
  readonly account: { readonly displayName: string } | null;
  /** The main menu; the layout has one of its own where this is left out. */
  readonly nav?: readonly { readonly href: string; readonly text: string; readonly current?: boolean }[];
  readonly demonstration: boolean;
  /** The public log's verifier key, for the foot; the foot is without it where this is left out. */
  readonly logKey?: string;
  /** The address of an asset by its name: `app.css`. */
  readonly asset: (name: string) => string;
  readonly formatDateTime: (date: Date | string) => string;
  readonly formatPoints: (hundredths: number) => string;
  readonly errors?: readonly { readonly field: string; readonly text: string; readonly href: string }[];
}

/** Draws templates; they are named from the source folder: `people/web/views/sign-in.njk`. */
export interface Renderer {
  render(template: string, context: PageContext & Readonly<Record<string, unknown>>): string;
  /** A template that is no file: for specs. */
  renderText(template: string, context: PageContext & Readonly<Record<string, unknown>>): string;
}

/**
 * @param srcDir the folder that has the stages.
 * @param govukDir govuk-frontend's `dist` folder.
 * @param cache whether a template is read once; false shows each change at once.
 */
export function createRenderer(srcDir: string, govukDir: string, cache: boolean): Renderer {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([srcDir, path.join(srcDir, 'pages'), govukDir], { noCache: !cache }),
    { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
  );
  environment.addGlobal('tableRows', tableRows);
  environment.addGlobal('statusTag', statusTag);
  return {
    render: (template, context) => environment.render(template, context),
    renderText: (template, context) => environment.renderString(template, context),
  };
}
