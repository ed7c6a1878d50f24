// What a script adds to a page that works without one: focus on the error summary, show and hide a password,
// no second press of a button, the skip link's focus.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs';
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs';
import { PasswordInput } from 'govuk-frontend/dist/govuk/components/password-input/password-input.mjs';
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');

// "Fill this in" three times says nothing: where lines of the summary are the same, each names its field.
const wrong = [...document.querySelectorAll('.govuk-error-summary__list a')];
const said = wrong.map((link) => link.textContent);
for (const [index, link] of wrong.entries()) {
  const text = said[index];
  const field = document.getElementById(link.hash.slice(1));
  const isChoice = field?.matches('[type=radio], [type=checkbox]');
  const label = isChoice ? field.closest('fieldset')?.querySelector('legend') : field?.labels?.[0];
  if (label && said.indexOf(text) !== said.lastIndexOf(text))
    link.textContent = `${label.textContent.trim()}: ${text}`;
}

for (const Component of [SkipLink, ErrorSummary, Button, PasswordInput]) {
  for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    try {
      new Component(element);
    } catch {
      // The page works without it.
    }
  }
}

// Print from a link or button without an inline handler.
for (const element of document.querySelectorAll('[data-print]')) {
  element.hidden = false;
  element.addEventListener('click', () => window.print());
}
