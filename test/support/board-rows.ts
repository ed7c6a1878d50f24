import type { Row } from '../../src/proctoring/board/board-state.js';

/** A candidate on a board who sits, and of whom nothing is to be said. */
export const boardRow = (id: string, more: Partial<Row> = {}): Row => ({
  applicationId: `a-${id}`,
  sittingId: id,
  candidateNumber: id.toUpperCase(),
  seat: null,
  roomId: null,
  deadlineAt: null,
  answersSaved: 0,
  state: 'sitting',
  standsFor: null,
  since: null,
  attention: 'calm',
  lasting: [],
  unseen: [],
  signals: 0,
  seenBy: null,
  inHand: null,
  ...more,
});
