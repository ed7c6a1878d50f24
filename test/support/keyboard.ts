import type { Page } from 'playwright-core';

const MOST_TABS = 120;

const isFocused = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses Tab until the focus is on what the selector means. @throws where the keyboard does not get there. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < MOST_TABS; i += 1) {
    if (await isFocused(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${selector}.`);
}

export async function tabAndPress(page: Page, selector: string, key = 'Enter', times = 1): Promise<void> {
  await tabTo(page, selector);
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

/** Chooses a radio of a group: Tab enters the group, arrows move and choose. */
export async function chooseRadio(page: Page, name: string, value: string): Promise<void> {
  await tabTo(page, `input[name="${name}"]`);
  const wanted = `input[name="${name}"][value="${value}"]`;
  for (let i = 0; i < 12 && !(await isFocused(page, wanted)); i += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
}

/** Chooses the entry of a select by its value. */
export async function chooseOption(page: Page, id: string, value: string): Promise<void> {
  await tabTo(page, `#${id}`);
  for (let i = 0; i < 14 && (await page.inputValue(`#${id}`)) !== value; i += 1)
    await page.keyboard.press('ArrowDown');
}

/** Types over what stands in a field. */
export async function typeInto(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Gives a response to the item that is shown, by keyboard alone. */
export async function answerByKeyboard(page: Page, type: string, value: string): Promise<void> {
  const json = (): Record<string, unknown> => JSON.parse(value) as Record<string, unknown>;
  const shown = await page.evaluate(() => ({
    numberWithUnit: document.querySelector('#item-unit') !== null,
    order: [...document.querySelectorAll<HTMLElement>('.item-order__entry')].map(
      (one) => one.dataset['ref'] ?? '',
    ),
    rating: document.querySelector('.item-rating') !== null,
    grid: document.querySelector('.item-grid') !== null,
  }));
  if (shown.order.length > 0) {
    const wanted = JSON.parse(value) as string[];
    const order = [...shown.order];
    if (wanted.join() === order.join()) await tabAndPress(page, '.item-group > button');
    for (const [place, ref] of wanted.entries()) {
      const from = order.indexOf(ref);
      if (from === place) continue;
      await tabAndPress(page, `[data-ref="${ref}"] button:first-child`, 'Enter', from - place);
      order.splice(place, 0, ...order.splice(from, 1));
    }
  } else if (shown.rating) {
    for (const [ref, rating] of Object.entries(json()))
      await chooseRadio(page, `item-rate-${ref}`, String(rating));
  } else if (shown.grid) {
    await chooseRadio(page, 'item-best', String(json()['best']));
    await chooseRadio(page, 'item-worst', String(json()['worst']));
  } else if (type === 'multiple-response') {
    for (const ref of JSON.parse(value) as string[]) await tabAndPress(page, `#item-option-${ref}`, 'Space');
  } else if (type === 'matching' || type === 'gap-choice') {
    for (const [place, ref] of Object.entries(json())) await chooseOption(page, `item-${place}`, String(ref));
  } else if (type === 'gap-text') {
    for (const [gap, text] of Object.entries(json())) await typeInto(page, `#item-${gap}`, String(text));
  } else if (shown.numberWithUnit) {
    await typeInto(page, '#item-answer', String(json()['value']));
    await chooseOption(page, 'item-unit', String(json()['unit']));
  } else if (['numeric', 'short-text', 'extended-text'].includes(type)) {
    await typeInto(page, '#item-answer', value);
  } else await chooseRadio(page, 'item-answer', value);
}

/** Gives some response to whatever item is shown, by keyboard alone; it need not be a whole one. */
export async function answerAnything(page: Page): Promise<void> {
  await tabTo(page, '#player-item :is(input, select, textarea, button)');
  const kind = await page.evaluate(() => {
    const focused = document.activeElement;
    return focused instanceof HTMLInputElement ? focused.type : (focused?.localName ?? '');
  });
  if (kind === 'select') await page.keyboard.press('ArrowDown');
  else if (kind === 'text' || kind === 'textarea') await page.keyboard.type('1');
  else if (kind === 'button') await tabAndPress(page, '.item-group > button');
  else await page.keyboard.press('Space');
}
