import { until } from './until.js';

/** A clock as a device is told it. */
export interface Told {
  readonly serverTime: number;
  readonly deadline: number;
  readonly pausedLeft: number | null;
  readonly state: string;
  readonly leaseActive: boolean;
  readonly onBreak: boolean;
  readonly breakLeft: number | null;
  readonly closedBy: string | null;
  readonly messages: number;
}

export interface LiveStream {
  /** Every clock so far. */
  readonly told: readonly Told[];
  readonly ended: () => boolean;
  /** The first clock from now on, or that was told already and not taken, for which `match` holds. */
  next(match: (clock: Told) => boolean): Promise<Told>;
  close(): void;
}

/** Listens to a sitting's clock as the player does: by fetch, with its token. */
export async function listen(base: string, token: string): Promise<LiveStream> {
  const controller = new AbortController();
  const response = await fetch(`${base}/api/v1/sitting-live`, {
    headers: { authorization: `Bearer ${token}` },
    signal: controller.signal,
  });
  const { body } = response;
  if (!response.ok || !body) throw new Error(`The stream answered ${String(response.status)}.`);
  const told: Told[] = [];
  let taken = 0;
  let ended = false;
  void (async () => {
    let text = '';
    try {
      for await (const part of body.pipeThrough(new TextDecoderStream())) {
        text += part;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^event: clock\ndata: (.*)$/.exec(block)?.[1];
          if (data !== undefined) told.push(JSON.parse(data) as Told);
        }
      }
    } catch {
      // Cut by close(), or by the server's end.
    }
    ended = true;
  })();
  return {
    told,
    ended: () => ended,
    next: (match) =>
      until(() => {
        const index = told.findIndex((clock, place) => place >= taken && match(clock));
        if (index < 0) return Promise.resolve(undefined);
        taken = index + 1;
        return Promise.resolve(told[index]);
      }),
    close: () => {
      controller.abort();
    },
  };
}
