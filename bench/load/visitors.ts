import { Agent, request, type IncomingMessage } from 'node:http';

/** Somebody who signs in by the pages, as a browser would. */
export interface Visitor {
  /** Wall clock, milliseconds since 1970: when they open the page. */
  readonly at: number;
  readonly signIn: string;
}

export interface VisitorsOrder {
  readonly base: string;
  readonly password: string;
  readonly visitors: readonly Visitor[];
}

/** What became of one visitor. */
export interface Visit {
  readonly signedIn: boolean;
  /** From opening the page until signed in; a visitor types nothing. */
  readonly seconds: number;
  /** How often the page of those who wait was shown. */
  readonly waits: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** A process of its own. Answers once: a visit for each visitor. */
process.on('message', (order: VisitorsOrder) => {
  void visitAll(order).then((visits) => {
    process.send?.(visits);
  });
});
process.on('disconnect', () => process.exit(0));

async function visitAll({ base, password, visitors }: VisitorsOrder): Promise<Visit[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 400 });
  const { hostname, port } = new URL(base);
  const ask = (path: string, cookies: Map<string, string>, form?: URLSearchParams): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const body = form?.toString();
      const sent = request(
        {
          agent,
          hostname,
          port,
          path,
          method: body === undefined ? 'GET' : 'POST',
          headers: {
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(body !== undefined && {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            for (const line of response.headers['set-cookie'] ?? []) {
              const [name = '', value = ''] = line.split(';', 1)[0]?.split('=', 2) ?? [];
              if (value === '') cookies.delete(name);
              else cookies.set(name, value);
            }
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  const visit = async ({ at, signIn }: Visitor): Promise<Visit> => {
    await pause(at - Date.now());
    const cookies = new Map<string, string>();
    let waits = 0;
    const told = (signedIn: boolean): Visit => ({ signedIn, seconds: (Date.now() - at) / 1000, waits });
    try {
      const { text } = await ask('/sign-in', cookies);
      const _csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
      let answer = await ask(
        '/sign-in',
        cookies,
        new URLSearchParams({ _csrf, signIn, password, next: '/' }),
      );
      for (;;) {
        const location = answer.headers.location ?? '';
        if (answer.status === 303 && !location.startsWith('/sign-in')) return told(true);
        if (answer.status === 303) answer = await ask(location, cookies);
        else if (answer.headers['refresh']) {
          waits += 1;
          await pause(Number(answer.headers['refresh']) * 1000);
          answer = await ask('/sign-in/queue', cookies);
        } else return told(false);
      }
    } catch {
      return told(false);
    }
  };
  const visits = await Promise.all(visitors.map(visit));
  agent.destroy();
  return visits;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
