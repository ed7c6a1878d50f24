import http from 'node:http';

/** One request of a schedule. */
export interface Shot {
  /** Wall clock, milliseconds since 1970: when somebody presses. */
  readonly at: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadOrder {
  readonly base: string;
  readonly connections: number;
  readonly shots: readonly Shot[];
  /** Fields of the answers' JSON that are wanted back. */
  readonly wanted?: readonly string[];
}

export interface Hit {
  readonly status: number;
  /** From the moment that the schedule names, not from the sending: waiting for a free connection counts. */
  readonly milliseconds: number;
  /** Wall clock. */
  readonly endedAt: number;
  readonly bytes: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A process of its own that fires a schedule over connections that stay open, and says what came back. */
process.on('message', (order: LoadOrder) => {
  void fire(order).then((hits) => {
    process.send?.(hits);
  });
});
process.on('disconnect', () => process.exit(0));

async function fire({ base, connections, shots, wanted = [] }: LoadOrder): Promise<Hit[]> {
  const { hostname, port } = new URL(base);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const order = shots.map((shot, index) => ({ shot, index })).sort((a, b) => a.shot.at - b.shot.at);
  const hits: Hit[] = [];
  let next = 0;
  await new Promise<void>((resolve) => {
    let open = shots.length;
    const shoot = ({ shot, index }: (typeof order)[number]): void => {
      const { at, method, path, headers, body } = shot;
      const done = (status: number, answer: Buffer): void => {
        const endedAt = performance.timeOrigin + performance.now();
        hits[index] = {
          status,
          milliseconds: endedAt - at,
          endedAt,
          bytes: answer.length,
          fields: wanted.length > 0 && status < 300 ? pick(answer, wanted) : {},
        };
        open -= 1;
        if (open === 0) resolve();
      };
      const request = http.request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          done(response.statusCode ?? 0, Buffer.concat(chunks));
        });
        response.on('error', () => {
          done(0, Buffer.alloc(0));
        });
      });
      request.on('error', () => {
        done(0, Buffer.alloc(0));
      });
      request.end(body);
    };
    const tick = (): void => {
      const now = performance.timeOrigin + performance.now();
      for (let one = order[next]; one && one.shot.at <= now; one = order[next]) {
        next += 1;
        shoot(one);
      }
      if (next < order.length) setTimeout(tick, 1);
    };
    if (shots.length === 0) resolve();
    else tick();
  });
  agent.destroy();
  return hits;
}

function pick(body: Buffer, wanted: readonly string[]): Record<string, unknown> {
  const json = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  return Object.fromEntries(wanted.map((name) => [name, json[name]]));
}
