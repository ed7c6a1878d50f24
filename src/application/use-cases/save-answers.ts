import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { newId, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { Database, KeyRing, rows, type Principal, type Tx } from '../../platform/index.js';
import { isAnswer, outcomesOf, type Answers, type RuleOutcome } from '../domain/eligibility.js';
import { keepAnswers, lockForm, rulesOf, type ApplicationForm } from '../store/form-store.js';

export const notOpen = () =>
  refuse('conflict', 'APPLICATION.NOT_CHANGEABLE', 'This application cannot be changed now.');

/**
 * A candidate answers some of a competition's questions; what was answered before stays. The first answer begins a draft,
 * which counts nowhere until it is handed in. What an answer comes to is said at once, and refuses nobody.
 *
 * Refusals: COMPETITION.NOT_FOUND, APPLICATION.NO_QUESTIONS, APPLICATION.NOT_OPEN, APPLICATION.NOT_CHANGEABLE,
 * APPLICATION.NO_ANSWER by field.
 */
@Injectable()
export class SaveAnswers {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async run(
    principal: Principal,
    competitionId: string,
    answers: Answers,
  ): Promise<Result<{ applicationId: string; outcomes: Readonly<Record<string, RuleOutcome>> }>> {
    return this.database.attempt(async (tx) => {
      const begun = await this.begin(tx, principal, competitionId);
      if (!begun.ok) return begun;
      const form = begun.value;
      const { rules, on } = await rulesOf(tx, competitionId);
      const fields: Record<string, string> = {};
      for (const [code, answer] of Object.entries(answers)) {
        const rule = rules.find((one) => one.code === code);
        if (!rule) fields[code] = 'APPLICATION.NO_QUESTION';
        else if (!isAnswer(rule, answer)) fields[code] = 'APPLICATION.NO_ANSWER';
      }
      if (Object.keys(fields).length > 0) return refuseFields(fields);
      const all = { ...form.answers, ...answers };
      const outcomes = outcomesOf(rules, all, on);
      await keepAnswers(tx, this.keys, form.id, all, outcomes);
      return ok({ applicationId: form.id, outcomes });
    });
  }

  /** The candidate's application, locked, where it may be changed; a draft that is begun where there is none. */
  async begin(tx: Tx, principal: Principal, competitionId: string): Promise<Result<ApplicationForm>> {
    const competition = await competitionById(tx, competitionId);
    const { personId } = principal;
    if (!competition || !personId || competition.state === 'draft') {
      return refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.');
    }
    if (competition.eligibility.length === 0) {
      return refuse('conflict', 'APPLICATION.NO_QUESTIONS', 'This competition asks no questions.');
    }
    if (competition.isOpenForApplications) {
      await rows(
        tx,
        `INSERT INTO application (id, competition_id, person_id, language, state) VALUES ($1, $2, $3, $4, 'draft')
         ON CONFLICT (competition_id, person_id) DO UPDATE SET state = 'draft' WHERE application.state = 'withdrawn'`,
        [newId(), competitionId, personId, paperLanguage(principal.language)],
      );
    }
    const form = await lockForm(tx, this.keys, competitionId, personId);
    if (!form)
      return refuse('conflict', 'APPLICATION.NOT_OPEN', 'This competition takes no applications now.');
    return form.changeable ? ok(form) : notOpen();
  }
}

/** Papers are in these languages; the candidate may still switch in the exam. */
const paperLanguage = (language: string): string => (language === 'ru' ? 'ru' : 'en');
