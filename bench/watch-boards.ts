/** When signals came onto boards. */
export interface SeenSignals {
  /** Wall clock, milliseconds since 1970: when a board first told of this sitting's signal; undefined where none did. */
  at(sittingId: string, number: number): number | undefined;
  close(): void;
}

interface News {
  readonly rows: readonly { readonly sittingId: string | null; readonly signals: number }[];
}

/** Watches the boards of sessions by their streams, and notes when each sitting's signals appear. */
export async function watchBoards(
  base: string,
  cookie: string,
  sessions: readonly string[],
): Promise<SeenSignals> {
  const controller = new AbortController();
  /** By sitting: when its signals 1, 2, … were first told. */
  const seen = new Map<string, number[]>();
  const take = (text: string): void => {
    const now = performance.timeOrigin + performance.now();
    for (const { sittingId, signals } of (JSON.parse(text) as News).rows) {
      if (sittingId === null) continue;
      const times = seen.get(sittingId) ?? [];
      while (times.length < signals) times.push(now);
      seen.set(sittingId, times);
    }
  };
  const { signal } = controller;
  const connect = async (sessionId: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> => {
    const address = `${base}/api/v1/sessions/${sessionId}/board/live`;
    const { ok, status, body } = await fetch(address, { headers: { cookie }, signal });
    if (!ok || !body) throw new Error(`A board answered ${String(status)}.`);
    return body;
  };
  /** The server ends a stream after some minutes, so that who watches is asked again: as a browser does, it begins anew. */
  const watch = async (sessionId: string, first: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for (let body = first; ; body = await connect(sessionId)) await follow(body, take);
  };
  await Promise.all(
    sessions.map(async (sessionId) => {
      const first = await connect(sessionId);
      void watch(sessionId, first).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }),
  );
  return {
    at: (sittingId, number) => seen.get(sittingId)?.[number - 1],
    close: () => {
      controller.abort();
    },
  };
}

async function follow(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (data: string) => void,
): Promise<void> {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^event: board\ndata: (.*)$/.exec(block)?.[1];
      if (data !== undefined) take(data);
    }
  }
}
