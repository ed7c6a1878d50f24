import { formatDateTime } from '../../platform/i18n/formats.js';
import { utf8, type Bytes } from './bytes.js';
import { checkReceipt, verdictOf, type Step } from './check-receipt.js';
import type { ReceiptFile } from './receipt-file.js';
import type { Answer } from './trusted-log.js';

/** A receipt has some hundred bytes; whatever is far larger is not read. */
const MOST_BYTES = 256 * 1024;
const PATIENCE = 20_000;

const { lang } = document.documentElement;

/**
 * The page on which a receipt's file is dropped or chosen, and checked in the browser. Its words and its shapes stand in
 * the page's templates; the form that sends the file to the platform stays for browsers that cannot.
 */
class ReceiptDrop {
  readonly #key: HTMLTextAreaElement;
  readonly #result: HTMLElement;
  readonly #said: HTMLElement;
  #ownKey: Promise<void> | undefined;
  // A file that comes while another is checked takes its place.
  #run = 0;

  constructor(private readonly root: HTMLElement) {
    this.#key = this.#part('key') as HTMLTextAreaElement;
    this.#result = this.#part('result');
    this.#said = this.#part('said');
  }

  #part(name: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`The page has no part ${name}.`);
    return found;
  }

  /** Shows itself in place of the form. */
  begin(): void {
    document.getElementById(this.root.dataset['instead'] ?? '')?.setAttribute('hidden', '');
    this.root.hidden = false;
    const input = this.#part('file') as HTMLInputElement;
    this.#part('choose').addEventListener('click', () => {
      input.click();
    });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void this.#checkFile(file);
      // The same file can be chosen once more, after it was mended.
      input.value = '';
    });
    const pasted = this.#part('text') as HTMLTextAreaElement;
    this.#part('check').addEventListener('click', () => {
      if (pasted.value.trim() === '') pasted.focus();
      else void this.#check('', utf8(pasted.value));
    });
    this.#takeDrops();
    this.#ownKey = this.#fetchKey();
  }

  /** A file that misses the area is taken as well: the browser would leave the page and show it. */
  #takeDrops(): void {
    const zone = this.#part('zone');
    const carries = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
    const mark = (isOver: boolean): void => {
      zone.classList.toggle('om-drop--over', isOver);
    };
    document.addEventListener('dragover', (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      mark(true);
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!relatedTarget) mark(false);
    });
    document.addEventListener('drop', (event) => {
      mark(false);
      if (!carries(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void this.#checkFile(file);
    });
  }

  /** Fills the field with the page's own key, unless somebody was faster. */
  async #fetchKey(): Promise<void> {
    const answer = await ask('/log/key');
    if (answer instanceof Uint8Array && this.#key.value.trim() === '')
      this.#key.value = new TextDecoder().decode(answer).trim();
  }

  async #typedKey(): Promise<string | undefined> {
    await this.#ownKey;
    if (this.#key.value.trim() === '') await (this.#ownKey = this.#fetchKey());
    return this.#key.value.trim() === '' ? undefined : this.#key.value;
  }

  async #checkFile(file: File): Promise<void> {
    const bytes = file.size > MOST_BYTES ? undefined : await file.arrayBuffer().catch(() => undefined);
    await this.#check(file.name, new Uint8Array(bytes ?? new ArrayBuffer(0)));
  }

  async #check(name: string, bytes: Bytes): Promise<void> {
    const run = (this.#run += 1);
    const isOver = (): boolean => run !== this.#run;
    this.#start(name);
    const key = await this.#typedKey();
    const steps: Step[] = [];
    for await (const found of checkReceipt(bytes, key, ask, Date.now())) {
      if (isOver()) return;
      if ('receipt' in found) {
        this.#showBody(found.receipt);
        continue;
      }
      steps.push(found);
      this.#showStep(found);
    }
    if (!isOver()) this.#showVerdict(steps);
  }

  #start(name: string): void {
    const heading = this.#part('heading');
    this.#part('name').textContent = name === '' ? '' : `: ${name}`;
    for (const part of ['verdict', 'steps', 'said']) this.#part(part).replaceChildren();
    for (const part of ['todo', 'body']) this.#part(part).hidden = true;
    this.#part('verdict').append(copyOf('verdict', 'checking'));
    this.#result.hidden = false;
    this.#result.dataset['verdict'] = 'checking';
    // What somebody did led here; where they are then read on are the steps, as they come.
    heading.focus();
    heading.scrollIntoView({ block: 'start' });
  }

  #showStep({ step, reason, values }: Step): void {
    const time = values['time'];
    const shown = copyOf(step, reason, {
      ...values,
      ...(time !== undefined && { time: formatDateTime(time, lang) }),
    });
    this.#say(shown.querySelector('.om-checks__name')?.textContent ?? '');
    this.#part('steps').append(shown);
  }

  #showBody({ body }: ReceiptFile): void {
    const values = copyOf('body', 'facts', {
      number: String(body.number),
      candidateNumber: body.candidateNumber,
      closedAt: formatDateTime(body.closedAt, lang),
      answered: String(body.answered),
      items: String(body.items),
    });
    this.#part('facts').replaceChildren(values);
    this.#part('body').hidden = false;
  }

  #showVerdict(steps: readonly Step[]): void {
    const verdict = verdictOf(steps);
    const shown = copyOf('verdict', verdict);
    this.#say(shown.textContent);
    this.#part('verdict').replaceChildren(shown);
    this.#part('todo').hidden = verdict !== 'failed' && verdict !== 'noReceipt';
    this.#result.dataset['verdict'] = verdict;
  }

  #say(text: string): void {
    const line = document.createElement('p');
    line.textContent = text.replace(/\s+/g, ' ').trim();
    this.#said.append(line);
  }
}

/** A shape of the page with its words, in which `{name}` stands for a value. */
function copyOf(kind: string, which: string, values: Readonly<Record<string, string>> = {}): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(
    `template[data-kind="${kind}"][data-which="${which}"]`,
  );
  const copy = template?.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`The page has no words for ${kind}: ${which}.`);
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    node.nodeValue = (node.nodeValue ?? '').replace(
      /\{(\w+)\}/g,
      (whole, name: string) => values[name] ?? whole,
    );
  }
  return copy;
}

/** Without a cookie: whoever answers need not know who asks. Past every cache: what is checked is what is served now. */
async function ask(path: string): Promise<Answer> {
  try {
    const answer = await fetch(path, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 404) return 'missing';
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

const root = document.getElementById('receipt-drop');
// Browsers have WebCrypto where the address is safe (https, or this machine). Without it the platform checks, by the form.
if (root && 'subtle' in crypto) new ReceiptDrop(root).begin();
