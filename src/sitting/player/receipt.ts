import { pageOfSitting } from './exam-page.js';
import { Vault } from './vault.js';

/**
 * On the page of a receipt: a browser that was closed may still hold answers that were never sent. The exam's own page
 * sends them and says what becomes of them; it leads back here.
 */
const page = location.pathname.replace(/\/receipt$/, '');
const sittingId = page.split('/').at(-1) ?? '';
const cameFromThere =
  document.referrer !== '' && new URL(document.referrer).pathname === pageOfSitting(sittingId);
if (!cameFromThere)
  void Vault.sittings().then((kept) => {
    if (kept.includes(sittingId)) location.replace(page);
  });
