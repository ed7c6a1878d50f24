import { until } from './until.js';

export interface TestBoardRow {
  readonly applicationId: string;
  readonly sittingId: string | null;
  readonly candidateNumber: string | null;
  readonly state: string;
  readonly standsFor: string | null;
  readonly attention: 'now' | 'unseen' | 'calm';
  readonly lasting: readonly { readonly kind: string }[];
  readonly unseen: readonly { readonly kind: string; readonly count: number }[];
  readonly signals: number;
  readonly inHand: { readonly accountId: string; readonly official: string } | null;
}

interface News {
  readonly whole: boolean;
  readonly rows: readonly TestBoardRow[];
  readonly gone: readonly string[];
  readonly viewers: readonly { readonly official: string }[] | null;
  readonly session: { readonly state: string; readonly pausedAt: string | null };
}

/** A board as a browser keeps it from the stream. */
export interface TestBoard {
  readonly rows: ReadonlyMap<string, TestBoardRow>;
  readonly news: readonly News[];
  readonly viewers: () => readonly string[];
  readonly ended: () => boolean;
  /** Once the row of this sitting is so. */
  until(sittingId: string, match: (row: TestBoardRow) => boolean): Promise<TestBoardRow>;
  close(): void;
}

/** Watches a session's board by the stream. @param cookie of a signed-in client. */
export async function watchBoard(base: string, cookie: string, sessionId: string): Promise<TestBoard> {
  const controller = new AbortController();
  const response = await fetch(`${base}/api/v1/sessions/${sessionId}/board/live`, {
    headers: { cookie },
    signal: controller.signal,
  });
  const { body } = response;
  if (!response.ok || !body) throw new Error(`The board answered ${String(response.status)}.`);
  const rows = new Map<string, TestBoardRow>();
  const news: News[] = [];
  let viewers: readonly string[] = [];
  let ended = false;
  const take = (one: News): void => {
    news.push(one);
    if (one.whole) rows.clear();
    for (const row of one.rows) rows.set(row.sittingId ?? row.applicationId, row);
    for (const key of one.gone) rows.delete(key);
    if (one.viewers) viewers = one.viewers.map(({ official }) => official);
  };
  void (async () => {
    let text = '';
    try {
      for await (const part of body.pipeThrough(new TextDecoderStream())) {
        text += part;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^event: board\ndata: (.*)$/.exec(block)?.[1];
          if (data !== undefined) take(JSON.parse(data) as News);
        }
      }
    } catch {
      // Cut by close(), or by the server's end.
    }
    ended = true;
  })();
  await until(() => Promise.resolve(news.length > 0));
  return {
    rows,
    news,
    viewers: () => viewers,
    ended: () => ended,
    until: (sittingId, match) =>
      until(() => {
        const row = rows.get(sittingId);
        return Promise.resolve(row && match(row) ? row : undefined);
      }),
    close: () => {
      controller.abort();
    },
  };
}
