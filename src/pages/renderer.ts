import path from 'node:path';
import nunjucks from 'nunjucks';

/** Draws templates; they are named from the source folder: `people/web/views/sign-in.njk`. */
export interface Renderer {
  render(template: string, context: object): string;
}

/** @param srcDir the folder that has the stages. @param govukDir govuk-frontend's `dist` folder. */
export function createRenderer(srcDir: string, govukDir: string, cache: boolean): Renderer {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([srcDir, path.join(srcDir, 'pages'), govukDir], { noCache: !cache }),
    { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
  );
  return { render: (template, context) => environment.render(template, context) };
}
