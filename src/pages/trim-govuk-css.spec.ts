import { describe, expect, it } from '@jest/globals';
import { trimGovukCss } from './trim-govuk-css.js';

describe('govuk-frontend, trimmed', () => {
  it('loses its typeface and the parts that no page uses', () => {
    const css =
      '@charset "UTF-8";:root{--a:1}/*! c */@font-face{src:url(x)}.govuk-body{font-family:GDS Transport,arial,sans-serif}' +
      '.govuk-footer{a:b}.govuk-link,.govuk-header__link{c:d}@media print{.govuk-footer{e:f}}@media (min-width:40em){.govuk-header{g:h}.govuk-list{i:j}}';
    expect(trimGovukCss(css)).toBe(
      '@charset "UTF-8";:root{--a:1}.govuk-body{font-family:var(--om-font)}.govuk-link{c:d}@media (min-width:40em){.govuk-list{i:j}}',
    );
  });
});
