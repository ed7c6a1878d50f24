import type { PracticeExam } from '../../../question-bank/index.js';
import type { Say } from '../../../question-bank/item-types/index.js';
import { byId } from '../dom.js';
import { ItemView } from '../item-view.js';
import { listenForLanguage } from '../language-switch.js';
import type { PlayerSetup } from '../types.js';
import { words } from '../words.js';
import { showFeedback } from './practice-feedback.js';
import { PracticeStore, type PracticeRun } from './practice-store.js';

type PracticeSetup = Pick<PlayerSetup, 'language' | 'directions' | 'words'> & { readonly exam: PracticeExam };

const MINUTE = 60_000;
const FRESH: PracticeRun = { endsAt: 0, done: false, answers: {}, flagged: [], notes: {} };

/** The exam page on open questions: the same view, kept in this browser instead of on the server. */
class Practice {
  #run: PracticeRun;
  #say: Say;
  #language: string;
  #view: ItemView | null = null;
  #timer: number | undefined;
  #kept = true;

  constructor(
    private readonly setup: PracticeSetup,
    private readonly store: PracticeStore,
  ) {
    this.#language = setup.language;
    this.#say = words(setup, setup.language);
    const kept = store.kept();
    this.#run = kept ?? FRESH;
    byId('practice-start').textContent = this.#say(kept ? 'goOn' : 'begin');
    byId('practice-again').textContent = this.#say('again');
    byId('practice-again').hidden = kept === null;
    byId('practice-start').addEventListener('click', () => {
      this.#begin();
    });
    for (const id of ['practice-again', 'practice-feedback-again']) {
      byId(id).addEventListener('click', () => {
        store.forget();
        location.reload();
      });
    }
    listenForLanguage(setup.directions, (language) => {
      this.#language = language;
      this.#say = words(setup, language);
      this.#view?.setLanguage(language, this.#say);
    });
    if (kept && (kept.done || kept.endsAt <= Date.now())) this.#end();
  }

  #begin(): void {
    const { exam } = this.setup;
    if (this.#run.endsAt === 0) this.#run = { ...FRESH, endsAt: Date.now() + exam.minutes * MINUTE };
    const { answers, flagged } = this.#run;
    byId('practice-intro').hidden = true;
    byId('player').hidden = false;
    this.#view = new ItemView(
      { form: exam, sheet: { answers, flagged }, candidateNumber: '', aids: exam.aids, accommodations: {} },
      this.#say,
      this.#language,
      {
        onAnswer: (position, value) => {
          const { [String(position)]: _, ...others } = this.#run.answers;
          this.#keep({ answers: value === null ? others : { ...others, [String(position)]: value } });
          if (this.#kept) this.#view?.markSaved(position, 'saved');
        },
        onTyping: () => undefined,
        onFlag: (position, flag) => {
          const others = this.#run.flagged.filter((one) => one !== position);
          this.#keep({ flagged: flag ? [...others, position] : others });
        },
        onHandIn: () => {
          this.#end();
        },
        onBreak: () => undefined,
        notes: {
          get: (position) => Promise.resolve(this.#run.notes[String(position)] ?? ''),
          put: (position, text) => {
            this.#keep({ notes: { ...this.#run.notes, [String(position)]: text } });
            return Promise.resolve();
          },
        },
      },
    );
    this.#keep({});
    this.#timer = window.setInterval(() => {
      this.#tick();
    }, 500);
    this.#tick();
    byId('player-heading').focus();
  }

  #keep(change: Partial<PracticeRun>): void {
    this.#run = { ...this.#run, ...change };
    this.#kept = this.store.keep(this.#run);
    this.#view?.bar.showSaved(this.#kept ? 'saved' : 'waiting', Object.keys(this.#run.answers).length);
  }

  #tick(): void {
    const left = Math.max(0, this.#run.endsAt - Date.now());
    this.#view?.bar.showTime(left);
    if (left === 0) this.#end();
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#view?.settle();
    // Notes are gone at the end; the answers stay with what is right, until the candidate begins again.
    this.#keep({ done: true, notes: {} });
    byId('practice-intro').hidden = true;
    byId('player').hidden = true;
    byId('practice-feedback').hidden = false;
    byId('practice-feedback-again').textContent = this.#say('again');
    byId('practice-feedback-all').textContent = this.#say('allExams');
    showFeedback({
      exam: this.setup.exam,
      answers: new Map(
        Object.entries(this.#run.answers).map(([position, value]) => [Number(position), value]),
      ),
      language: this.#language,
      say: this.#say,
    });
    byId('practice-feedback-title').focus();
    window.scrollTo({ top: 0 });
  }
}

const setup = JSON.parse(byId('player-setup').textContent) as PracticeSetup;
new Practice(setup, new PracticeStore(setup.exam.code, () => localStorage));
