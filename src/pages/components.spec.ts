import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createRenderer, type PageContext } from './renderer.js';

const root = path.resolve(import.meta.dirname, '../..');
const renderer = createRenderer(
  path.join(root, 'src'),
  path.join(root, 'node_modules/govuk-frontend/dist'),
  true,
);
const context: PageContext & Record<string, unknown> = {
  t: (key, parameters) => `[${[key, ...Object.values(parameters ?? {})].join(' ')}]`,
  language: 'en',
  languages: [
    { code: 'en', name: 'English', dir: 'ltr' },
    { code: 'ru', name: 'Русский', dir: 'ltr', href: '/exam?page=2&lang=ru' },
  ],
  dir: 'ltr',
  path: '/exam',
  csrfToken: () => 'token-1',
  account: null,
  demonstration: false,
  asset: (name) => `/assets/${name}`,
  formatDateTime: String,
  formatPoints: (points) => (points / 100).toFixed(2),
};
const body = (content: string, more: Readonly<Record<string, unknown>> = {}): string => {
  const template = `{% extends "pages/layouts/base.njk" %}{% block content %}${content}{% endblock %}`;
  const page = renderer.renderText(template, { ...context, ...more });
  return page.slice(page.indexOf('<main'), page.indexOf('</main>'));
};
const error = { field: 'email', text: 'Enter <it>', href: '#email' };

describe('the layout', () => {
  it('names language, title and current page, and keeps the address in the language switch', () => {
    const template = '{% extends "pages/layouts/base.njk" %}{% set title = "A < B" %}';
    const nav = [{ href: '/exam', text: 'Exam', current: true }];
    const page = renderer.renderText(template, { ...context, nav });
    expect(page).toContain('<html lang="en" dir="ltr"');
    expect(page).toContain('<title>A &lt; B – OpenMerit</title>');
    expect(page).toContain('href="/exam" aria-current="page"');
    expect(page).toContain('href="/exam?page=2&amp;lang=ru"');
    expect(page).toContain('href="#main"');
  });

  it('says in the title that something is wrong', () => {
    const page = renderer.renderText('{% extends "pages/layouts/base.njk" %}', {
      ...context,
      errors: [error],
    });
    expect(page).toContain('<title>[common:form.errorPrefix] OpenMerit</title>');
  });

  it('has no inline script, style or handler, which our policy for content would block', () => {
    const page = renderer.render('pages/views/styleguide.njk', context);
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('asks for a token only where a form needs one', () => {
    const csrfToken = (): string => {
      throw new Error('asked');
    };
    expect(() =>
      renderer.renderText('{% extends "pages/layouts/base.njk" %}', { ...context, csrfToken }),
    ).not.toThrow();
  });
});

describe('a form', () => {
  it('carries the token, unless it is a search', () => {
    expect(body('{% call omForm({ action: "/x" }) %}in{% endcall %}')).toMatch(
      /<form[^>]*method="post" action="\/x"[^>]*>\s*<input type="hidden" name="_csrf" value="token-1">\s*in/,
    );
    expect(body('{% call omForm({ method: "get" }) %}in{% endcall %}')).not.toContain('_csrf');
    expect(body('{{ csrf() }}', { csrfToken: 'token-2' })).toContain('value="token-2"');
  });

  it('ties label, hint and error to the input, and the summary to the field', () => {
    const html = body(
      '{{ omField({ name: "email", label: "Email", hint: "Why", autocomplete: "email" }) }}',
      {
        errors: [error],
      },
    );
    expect(html).toContain('for="email"');
    expect(html).toMatch(
      /<input[^>]*id="email"[^>]*aria-describedby="email-hint email-error"[^>]*autocomplete="email"/,
    );
    expect(html).toMatch(/id="email-error"[^>]*>[\s\S]*?Enter &lt;it&gt;/);
    expect(html).toMatch(/govuk-error-summary[\s\S]*href="#email"/);
  });

  it('shows no error where there is none', () => {
    expect(body('{{ omField({ name: "post", label: "Post" }) }}', { errors: [error] })).not.toContain(
      'post-error',
    );
  });

  it.each(['text', 'email', 'password', 'textarea', 'select', 'radios', 'checkboxes'])('has a %s', (type) => {
    const html = body(
      '{{ omField({ name: "email", label: "L", type: type, items: [{ value: "a", text: "A", hint: "h" }] }) }}',
      {
        type,
        errors: [error],
      },
    );
    expect(html).toContain('id="email"');
    expect(html).toContain('email-error');
    expect(html).toMatch(type === 'radios' || type === 'checkboxes' ? /<legend/ : /<label[^>]*for="email"/);
  });

  it('takes nothing of what a page’s variables happen to be called', () => {
    const page = {
      found: 'LEAK',
      hint: 'LEAK',
      errorMessage: 'LEAK',
      label: 'LEAK',
      items: ['LEAK'],
      type: 'LEAK',
    };
    expect(body('{{ omField({ name: "a", label: "A" }) }}', page)).not.toContain('LEAK');
  });

  it('keeps what was typed or chosen', () => {
    expect(body('{{ omField({ name: "a", label: "A", value: "x\\"y" }) }}')).toContain('value="x&quot;y"');
    const chosen = body(
      '{{ omField({ name: "a", label: "A", type: "radios", value: "2", items: [{ value: "1", text: "1" }, { value: "2", text: "2" }] }) }}',
    );
    expect(chosen).toMatch(/value="2" checked/);
    expect(chosen).not.toMatch(/value="1" checked/);
  });

  it('has buttons that are links where they lead somewhere', () => {
    expect(body('{{ omButton({ text: "Go", href: "/x" }) }}')).toMatch(
      /<a href="\/x"[^>]*class="govuk-button"/,
    );
    expect(body('{{ omButton({ text: "Go", kind: "warning" }) }}')).toMatch(
      /<button[^>]*class="govuk-button govuk-button--warning"/,
    );
  });
});

describe('a table', () => {
  it('names the column at each cell, for cards on a narrow screen', () => {
    const html = body(
      '{{ omTable({ caption: "C", columns: [{ text: "Name" }, { text: "Points", kind: "number" }], rows: [{ cells: ["<A>", 5], current: true }] }) }}',
    );
    expect(html).toContain('C</caption>');
    expect(html).toContain('<th scope="row" data-label="Name">&lt;A&gt;</th>');
    expect(html).toContain('<td class="om-number" data-label="Points">5</td>');
    expect(html).toContain('aria-current="true"');
  });

  it('says that it is empty', () => {
    expect(body('{{ omTable({ caption: "C", columns: [], rows: [], empty: "None" }) }}')).toContain('None');
  });
});

describe('the state of things', () => {
  it('marks the step in hand', () => {
    const html = body('{{ omSteps({ current: 2 }) }}');
    expect(html.match(/aria-current="step"/g)).toHaveLength(1);
    expect(html.match(/om-steps__step--done/g)).toHaveLength(2);
    expect(html.match(/om-steps__step--ahead/g)).toHaveLength(2);
  });

  it('draws a score by part with its cut', () => {
    const html = body('{{ omPartBars({ parts: [{ name: "Law", points: 1250, max: 2500, cut: 1300 }] }) }}');
    expect(html).toContain('<b>12.50</b>');
    expect(html).toContain('width="500"');
    expect(html).toContain('x="517"');
    expect(html).toContain('common:score.below');
  });

  it('draws how many of how many as they are', () => {
    const html = body('{{ omPartBars({ counts: true, parts: [{ name: "2026", points: 3, max: 4 }] }) }}');
    expect(html).toContain('<b>3</b>');
    expect(html).toContain('width="750"');
  });

  it('draws a distribution that can be read without seeing it', () => {
    const html = body(
      '{{ omDistribution({ id: "d", title: "T", cut: 100, own: 150, bins: [{ from: 0, to: 100, count: 3 }, { from: 100, to: 200, count: 6 }] }) }}',
    );
    expect(html).toContain('role="img" aria-labelledby="d-title d-desc"');
    expect(html).toContain('[common:spread.people 9] [common:spread.cutIs 1.00] [common:spread.ownIs 1.50]');
    expect(html.match(/om-spread__bin--own/g)).toHaveLength(1);
  });

  it('draws an empty distribution', () => {
    expect(
      body('{{ omDistribution({ id: "d", title: "T", bins: [{ from: 0, to: 100, count: 0 }] }) }}'),
    ).toContain('height="0"');
  });

  it('has tags, facts, notices, an empty state, a confirmation and a countdown', () => {
    expect(body('{{ omTag({ text: "Open", kind: "active" }) }}')).toContain('om-tag--active">Open<');
    expect(body('{{ omFacts({ rows: [{ name: "Hash", text: "ab", code: true }] }) }}')).toMatch(
      /<dt>Hash<\/dt>\s*<dd class="om-code">ab<\/dd>/,
    );
    expect(
      body('{% call omNotice({ kind: "danger", title: "T", announce: true }) %}more{% endcall %}'),
    ).toMatch(/role="alert"[\s\S]*more/);
    expect(body('{{ omEmpty({ title: "Nothing", action: { text: "Go", href: "/x" } }) }}')).toContain(
      'href="/x"',
    );
    expect(body('{{ omConfirm({ title: "Done", reference: { name: "No.", value: "7" } }) }}')).toMatch(
      /<h1[^>]*>Done<[\s\S]*<strong>7</,
    );
    expect(body('{{ omCountdown({ deadline: "2026-03-27T11:00:00Z" }) }}')).toContain(
      'data-deadline="2026-03-27T11:00:00Z"',
    );
  });

  it('has no way on from the only page', () => {
    expect(body('{{ omPagination({}) }}')).not.toContain('<nav');
    expect(body('{{ omPagination({ next: "/x?after=1" }) }}')).toContain('rel="next" href="/x?after=1"');
  });
});

describe('the error page', () => {
  it('says what happened, what to do, and what to tell us', () => {
    const page = renderer.render('pages/views/error.njk', {
      ...context,
      status: 404,
      code: 'A.B',
      said: 'This happened.',
      requestId: 'r-1',
    });
    expect(page).toContain('common:errorPage.404.title');
    expect(page).toContain('This happened.');
    expect(page).toContain('r-1');
  });

  it('has words for a status that it does not know', () => {
    const page = renderer.render('pages/views/error.njk', {
      ...context,
      status: 418,
      code: 'A.B',
      said: 'This happened.',
      requestId: 'r',
    });
    expect(page).toContain('common:errorPage.other.title');
  });
});
