import { type KeyRing, type Tx } from '../../platform/index.js';
import { documentsOf, type DocumentView } from '../store/document-store.js';
import { formOf, type ApplicationForm } from '../store/form-store.js';
import { decisionsOn } from '../store/screening-store.js';
import type { ApplicationFormDto, DocumentDto } from './dto/application.dto.js';

/** An application as the API shows it to its candidate and to those who screen. */
export async function formAnswer(tx: Tx, form: ApplicationForm | undefined): Promise<ApplicationFormDto> {
  if (!form) {
    return {
      applicationId: null,
      state: null,
      screening: 'waiting',
      changeable: null,
      answers: {},
      outcomes: {},
      documents: [],
      decisions: [],
      handedInAt: null,
    };
  }
  const { id, state, screening, changeable, answers, outcomes, handedInAt } = form;
  return {
    applicationId: id,
    state,
    screening,
    changeable,
    answers,
    outcomes,
    documents: (await documentsOf(tx, id)).map(documentAnswer),
    decisions: await decisionsOn(tx, id),
    handedInAt,
  };
}

/** A person's own application in a competition, as the API shows it. */
export const ownFormAnswer = async (
  tx: Tx,
  keys: KeyRing,
  competitionId: string,
  personId: string,
): Promise<ApplicationFormDto> => formAnswer(tx, await formOf(tx, keys, { competitionId, personId }));

const documentAnswer = ({ removedAt: _at, removedWhy: _why, ...document }: DocumentView): DocumentDto =>
  document;
