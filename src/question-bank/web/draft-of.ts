import type { DraftWish } from '../domain/check-draft.js';
import type { ItemDraftDto } from './dto/item.dto.js';

/** A request's draft as the use case takes it. */
export const draftOf = (body: ItemDraftDto): DraftWish => ({
  content: {
    type: body.type,
    contentArea: body.contentArea,
    competency: body.competency,
    cognitiveLevel: body.cognitiveLevel,
    difficulty: body.difficulty,
    structure: { ...body.structure, options: body.options, fixedOrder: body.fixedOrder },
    answerKey: body.answerKey,
    sources: body.sources.map(({ instrument, article, url }) => ({
      instrument,
      article,
      ...(url && { url }),
    })),
    caseCode: body.caseCode ?? null,
    model: null,
  },
  words: { ...body.words },
});
