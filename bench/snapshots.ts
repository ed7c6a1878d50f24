import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { madeUpPicture } from '../src/desk/rehearsal/made-up-picture.js';
import { isDue, momentOf } from '../src/proctoring/domain/snapshot-due.js';
import { HearDevice } from '../src/proctoring/use-cases/hear-device.js';
import { startBenchPlatform } from './platform.js';
import { figureOf, type Figure } from './report.js';
import { makeSittings } from './saves-sittings.js';
import { watchSittings } from './watch-sittings.js';

const AN_HOUR = 60;
/** Nearly the largest that is taken. */
const BYTES = 290 * 1024;
const AT_ONCE = 32;
/** So many are on their way together, on lines that stop before the last byte: large ones, and small ones before them. */
const STOPPED = 500;
const SMALL = 10 * 1024;
/** Of the network between here and there, and of what a process clears away. */
const SETTLE = 3000;
/** Snapshots a second of the run that is asked for; the first tenth is what the rest is held against. */
const EACH_SECOND = 300;

/**
 * Snapshots from many devices at once, through the check and the seal into a folder: what the api's memory is while the first
 * tenth of them passes, and while all of them do; how fast they pass beside files of the same size that are only written; and
 * what it is while large ones, and while small ones, stand just before their end: what is kept in memory until it is whole
 * would differ by the difference of their bytes.
 */
export async function snapshots(seconds: number): Promise<Figure[]> {
  const count = Math.max(600, Math.round(seconds * EACH_SECOND));
  const platform = await startBenchPlatform(true);
  try {
    const { database, keys } = platform.api.parts;
    const sittings = await database.transaction((tx) =>
      makeSittings(tx, count + 2 * STOPPED, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
    await watchSittings(database, { sessions: 1, snapshotsAnHour: AN_HOUR });
    const [large, small] = [padded(madeUpPicture(), BYTES), padded(madeUpPicture(), SMALL)];
    const hear = platform.api.app.get(HearDevice);
    const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const addressFor = (sittingId: string): string =>
      `${platform.base}/api/v1/watch-snapshots?slot=${String(slotNow(hear, sittingId))}`;
    const send = ({ token, sittingId }: Sender) => begin(agent, addressFor(sittingId), token, large).answer();
    const memory = watchMemory(platform.apiPid);
    const whole = sittings.slice(0, count);
    const tenth = Math.floor(count / 10);
    await inParallel(whole.slice(0, tenth), send);
    const first = memory.peak();
    const began = performance.now();
    const statuses = await inParallel(whole.slice(tenth), send);
    const took = (performance.now() - began) / 1000;
    const all = memory.peak();
    memory.stop();
    agent.destroy();
    const stopped = async (from: number, picture: Buffer): Promise<{ memory: number; kept: number }> => {
      const lines = new http.Agent({ maxSockets: STOPPED });
      const sent = sittings
        .slice(from, from + STOPPED)
        .map(({ token, sittingId }) => begin(lines, addressFor(sittingId), token, picture, 1));
      await Promise.all(sent.map(({ written }) => written));
      await new Promise((resolve) => setTimeout(resolve, SETTLE));
      const standing = memoryOf(platform.apiPid);
      const answers = await Promise.all(sent.map(({ answer }) => answer()));
      lines.destroy();
      return { memory: standing, kept: answers.filter((status) => status === 200).length };
    };
    const withSmall = await stopped(count, small);
    const withLarge = await stopped(count + STOPPED, large);
    const figure = figureOf('snapshots');
    const mebibytes = ((count - tenth) * large.length) / 2 ** 20;
    return [
      figure('memory of the api, all of them', all, 'MiB', 'the first tenth', first),
      figure(
        `memory, ${String(STOPPED)} large ones stopped (${String(Math.round((STOPPED * large.length) / 2 ** 20))} MiB)`,
        withLarge.memory,
        'MiB',
        `small ones stopped (${String(Math.round((STOPPED * small.length) / 2 ** 20))} MiB)`,
        withSmall.memory,
      ),
      figure(
        'into the store',
        mebibytes / took,
        'MiB/s',
        'files that are only written',
        await plainFiles(large),
      ),
      figure(
        'kept',
        statuses.filter((status) => status === 200).length + withSmall.kept + withLarge.kept,
        '',
        'sent',
        count - tenth + 2 * STOPPED,
      ),
    ];
  } finally {
    await platform.close();
  }
}

interface Sender {
  readonly token: string;
  readonly sittingId: string;
}

/** A JPEG with remarks in it, so that it has so many bytes. */
function padded(picture: Buffer, bytes: number): Buffer {
  const remarks: Buffer[] = [];
  for (let left = bytes - picture.length; left > 4; left -= 60_004) {
    const length = Math.min(left - 4, 60_000);
    const head = Buffer.from([0xff, 0xfe, 0, 0]);
    head.writeUInt16BE(length + 2, 2);
    remarks.push(head, Buffer.alloc(length, 'a'));
  }
  return Buffer.concat([picture.subarray(0, 2), ...remarks, picture.subarray(2)]);
}

/** A slot of which a snapshot is taken now: the running one after its moment, otherwise the one before. */
function slotNow(hear: HearDevice, sittingId: string): number {
  const now = Date.now();
  const running = Math.floor((now * AN_HOUR) / 3_600_000);
  const at = (slot: number) => hear.slotOf(sittingId, AN_HOUR, momentOf(slot, AN_HOUR));
  return isDue(at(running), AN_HOUR, now) ? running : running - 1;
}

/**
 * Begins to send a snapshot.
 *
 * @param heldBack so many of its last bytes wait until the answer is asked for. @returns `written`, once the others are on
 *   their way; `answer` sends the rest, and gives the status.
 */
function begin(
  agent: http.Agent,
  url: string,
  token: string,
  body: Buffer,
  heldBack = 0,
): { readonly written: Promise<void>; readonly answer: () => Promise<number> } {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'image/jpeg',
    'content-length': body.length,
  };
  const request = http.request(url, { agent, method: 'POST', headers });
  const status = new Promise<number>((resolve, reject) => {
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    request.on('error', reject);
  });
  const held = body.length - heldBack;
  const written = new Promise<void>((resolve) => {
    request.write(body.subarray(0, held), () => {
      resolve();
    });
  });
  return {
    written,
    answer: () => {
      request.end(body.subarray(held));
      return status;
    },
  };
}

async function inParallel<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = all[next]; one !== undefined; one = all[next]) {
        next += 1;
        done.push(await work(one));
      }
    }),
  );
  return done;
}

/** Resident memory of a process, in MiB (proc(5), VmRSS). */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** The most resident memory of a process so far, in MiB, looked at again and again. */
function watchMemory(pid: number): { peak: () => number; stop: () => void } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, memoryOf(pid));
  };
  const timer = setInterval(look, 20);
  look();
  return {
    peak: () => peak,
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** MiB a second of files of this size that are written to the disk, as many at once, and nothing else. */
async function plainFiles(content: Buffer): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-files-'));
  const count = 300;
  const began = performance.now();
  await inParallel([...Array(count).keys()], async (index) => {
    const file = await open(path.join(folder, String(index)), 'w');
    await file.writeFile(content);
    await file.sync();
    await file.close();
  });
  const took = (performance.now() - began) / 1000;
  rmSync(folder, { recursive: true });
  return (count * content.length) / 2 ** 20 / took;
}
