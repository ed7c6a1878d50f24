import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { DrainOutbox } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { stateSome } from '../support/facts.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('the pages about the public log', () => {
  let platform: TestPlatform;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  const get = (path: string) => supertest(platform.api.app.getHttpServer()).get(path);
  /** The text of a page as people read it, from its main part on. */
  const text = async (path: string): Promise<string> => {
    const { text: html } = await get(path).expect(200);
    return html
      .slice(html.indexOf('<main'))
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .replaceAll('&#39;', "'");
  };
  /** Publishes so many facts. */
  const publish = async (count: number): Promise<void> => {
    await stateSome(platform, count, 'log-pages.spec');
    await platform.api.app.get(DrainOutbox).run();
  };
  const addressOf = async (seq: number): Promise<string> => {
    const [entry] = await query<{ id: string }>('SELECT public_id AS id FROM registry_entry WHERE seq = $1', [
      seq,
    ]);
    return `/registry/entries/${entry?.id ?? ''}`;
  };
  const size = async (): Promise<number> => {
    const [newest] = await query<{ size: number }>('SELECT max(size)::int AS size FROM log_checkpoint');
    return newest?.size ?? 0;
  };
  const cosign = (at: number, witness: string, time: string) =>
    query('INSERT INTO log_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4)', [
      at,
      witness,
      `— ${witness} AAAA`,
      time,
    ]);

  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('explain the log before anything is published', async () => {
    expect(await size()).toBe(0);
    const page = await text('/registry/log');
    expect(page).toContain('The log has no statements yet');
    expect(page).toContain('No witness has signed a state of this log yet.');
    expect(page).toContain(`openmerit verify ${platform.config.publicOrigin} --state`);
    expect(page).not.toContain('/log/checkpoint');
    expect(await text('/registry/log?lang=ru')).toContain('В журнале пока нет записей');
    expect((await get('/registry').expect(200)).text).toContain('href="/registry/log"');
  });

  it('have the verifier key at the foot: also drawn once, in an error, and in another language', async () => {
    const key = platform.api.app.get(LogKey).verifierText;
    for (const [path, status] of [
      ['/', 200],
      ['/registry/log', 200],
      ['/sign-in', 200],
      ['/sign-in', 200],
      ['/sign-in?lang=ru', 200],
      ['/registry/entries/none', 404],
      ['/no-such-page', 404],
    ] as const) {
      const { text: html } = await get(path).expect(status);
      const foot = html.slice(html.indexOf('<footer'));
      const said = [...foot.matchAll(/<code[^>]*>([^<]*)<\/code>/g)].map(([, inside]) => inside);
      expect([path, said]).toEqual([path, [key]]);
      expect(foot).toContain('href="/registry/log"');
    }
    expect((await get('/log/key').expect(200)).text).toBe(`${key}\n`);
  });

  it('say of an entry where it stands, and give its proof', async () => {
    await publish(3);
    const last = (await size()) - 1;
    const address = await addressOf(last);
    const page = await text(address);
    expect(page).toContain(`This statement is number ${String(last)} of the public log`);
    expect(page).toContain(`it had ${String(last + 1)} statements.`);
    expect(page).toContain('No witness outside this platform has signed');
    const proof = `/log/proofs/${String(last)}`;
    const { text: html } = await get(address).expect(200);
    expect(html).toContain(`href="${proof}"`);
    expect(html).toContain('href="/registry/log"');
    expect((await get(proof).expect(200)).text).toContain(`\nindex ${String(last)}\n`);
    const russian = await text(`${address}?lang=ru`);
    expect(russian).toContain(`Номер этой записи в открытом журнале — ${String(last)}`);
    expect(russian).toContain('Сохранить доказательство');
  });

  it('show the newest state as it was signed', async () => {
    const [origin, entries, root] = (await get('/log/checkpoint').expect(200)).text.split('\n');
    expect(platform.api.app.get(LogKey).verifierText.startsWith(origin ?? '')).toBe(true);
    const page = await text('/registry/log');
    expect(page).toContain(`Statements ${entries ?? ''} Signed`);
    expect(page).toContain(`Root ${root ?? ''} `);
    expect(page).toContain('/log/checkpoint');
    expect(page).not.toContain('The log has no statements yet');
    await get('/log/cosigned').expect(404);
  });

  it('name the witnesses of the newest state, and of an older one', async () => {
    const covered = await size();
    await cosign(covered, 'b.example', '2031-05-06T07:08:00Z');
    expect(await text('/registry/log')).toMatch(
      new RegExp(`At least one witness has signed.* b\\.example ${String(covered)} 6 May 2031 at 07:08 UTC`),
    );
    expect(await text(await addressOf(covered - 1))).toContain(
      '1 witness has signed a state of the log with this statement: b.example.',
    );

    await publish(1);
    expect(await text('/registry/log')).toContain(
      `The newest one that a witness has signed has ${String(covered)} statements.`,
    );
    expect(await text('/registry/log?lang=ru')).toContain('ещё не подписал ни один свидетель');
    expect(await text(await addressOf(covered))).toContain('No witness outside this platform has signed');

    // A proof has what a witness has cosigned, as soon as that covers the entry; the newest state is never hidden.
    const note = async (address: string) => (await get(address).expect(200)).text.split('\n\n').slice(-2);
    const sizeIn = ([body = '']: string[]) => Number(body.split('\n').at(1));
    const [cosigned, newest] = [await note('/log/cosigned'), await note('/log/checkpoint')];
    expect([sizeIn(cosigned), sizeIn(newest)]).toEqual([covered, covered + 1]);
    expect([cosigned[1], newest[1]]).toEqual([
      expect.stringContaining('— b.example AAAA\n'),
      expect.not.stringContaining('b.example'),
    ]);
    for (const [index, state] of [
      [0, cosigned],
      [covered - 1, cosigned],
      [covered, newest],
    ] as const)
      expect([index, await note(`/log/proofs/${String(index)}`)]).toEqual([index, state]);
    await get(`/log/proofs/${String(covered + 1)}`).expect(404);
    const both = await text('/registry/log');
    for (const state of [cosigned, newest]) expect(both).toContain(`Root ${state[0]?.split('\n')[2] ?? ''} `);
    expect(both).toContain('That state as a file /log/cosigned');
    expect(await text(await addressOf(0))).toContain('the newest state of the log that a witness has signed');
    expect(await text(await addressOf(covered))).not.toContain('that a witness has signed, and that');

    await cosign(covered + 1, 'a.example', '2031-05-06T07:09:00Z');
    expect(await text(await addressOf(covered))).toContain('with this statement: a.example.');
    expect(await note('/log/proofs/0')).toEqual(await note('/log/checkpoint'));
    expect(await text('/registry/log')).not.toContain('/log/cosigned');
    expect(await text(await addressOf(0))).toContain(
      '2 witnesses have signed a state of the log with this statement: a.example, b.example.',
    );
    expect(await text(`${await addressOf(0)}?lang=ru`)).toContain(
      'подписали 2 свидетеля: a.example, b.example.',
    );
  });
});
