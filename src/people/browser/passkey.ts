// Passkeys on pages: makes one, or has one sign for the decision of a form. The forms work with codes where this does not run.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';

const API = '/api/v1/account/second-factors';

async function ask(path: string, form: HTMLFormElement, body: object): Promise<unknown> {
  const token = form.querySelector<HTMLInputElement>('[name=_csrf]')?.value ?? '';
  const answer = await fetch(`${API}/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-csrf-token': token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(((await answer.json()) as { code?: string }).code);
  return answer.json();
}

const field = (form: HTMLFormElement, name: string): HTMLInputElement | null =>
  form.querySelector<HTMLInputElement>(`[name="${name}"]`);

/** What the form has by which the account may ask. */
function given(form: HTMLFormElement): object {
  const assertion = field(form, 'assertion')?.value ?? '';
  if (assertion !== '') return { assertion: JSON.parse(assertion) as object };
  return Object.fromEntries(
    ['password', 'code'].flatMap((name) => {
      const value = field(form, name)?.value ?? '';
      return value === '' ? [] : [[name, value] as const];
    }),
  );
}

const say = (form: HTMLFormElement, which: string): void => {
  const said = form.querySelector<HTMLElement>('[data-passkey-said]');
  // The page has its own words for what can happen; anything else is said in general.
  if (said) said.textContent = said.dataset[which] ?? said.dataset['failed'] ?? '';
};

function onPress(button: HTMLButtonElement, work: (form: HTMLFormElement) => Promise<void>): void {
  button.hidden = false;
  button.addEventListener('click', () => {
    const { form } = button;
    if (!form) return;
    button.disabled = true;
    work(form)
      .catch((error: unknown) => {
        const code = error instanceof Error ? error.message : '';
        say(form, code.split('.')[1]?.toLowerCase() ?? '');
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

if (browserSupportsWebAuthn()) {
  for (const part of document.querySelectorAll<HTMLElement>('[data-passkey-part]')) part.hidden = false;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey-make]'))
    onPress(button, async (form) => {
      const optionsJSON = (await ask('passkey-options', form, given(form))) as Parameters<
        typeof startRegistration
      >[0]['optionsJSON'];
      const target = field(form, 'response');
      if (target) target.value = JSON.stringify(await startRegistration({ optionsJSON }));
      form.action = button.dataset['passkeyMake'] ?? '';
      form.submit();
    });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey-sign]'))
    onPress(button, async (form) => {
      const purpose = purposeOf(form, button.dataset['passkeySign'] ?? '');
      const optionsJSON = (await ask('assertion-options', form, { purpose })) as Parameters<
        typeof startAuthentication
      >[0]['optionsJSON'];
      const target = field(form, 'assertion');
      if (target) target.value = JSON.stringify(await startAuthentication({ optionsJSON }));
      // Where a form has several buttons, the one that is meant is pressed next.
      if (button.dataset['passkeyThen'] === 'wait') say(form, 'signed');
      else form.submit();
    });
}

/** With the things that were chosen in the form, where the decision is on those: sorted, as the server does it. */
function purposeOf(form: HTMLFormElement, purpose: string): string {
  if (!purpose.endsWith(':')) return purpose;
  const chosen = [...form.querySelectorAll<HTMLInputElement>('[data-chosen]')]
    .filter((one) => one.type === 'hidden' || one.checked)
    .map((one) => one.value);
  return purpose + chosen.sort().join(',');
}
