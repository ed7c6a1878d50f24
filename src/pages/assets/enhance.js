// What a script adds to a page that works without one: focus on the error summary, show and hide a password,
// no second press of a button, the skip link's focus.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs';
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs';
import { PasswordInput } from 'govuk-frontend/dist/govuk/components/password-input/password-input.mjs';
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');

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
