import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import pg from 'pg';
import type { Entry } from './journal.js';

/** What an exam left behind, and what does not hold of it. */
export interface ExamFindings {
  readonly sittings: number;
  readonly events: number;
  readonly receipts: number;
  readonly grades: number;
  readonly acknowledged: number;
  /** Empty where everything holds. */
  readonly faults: readonly string[];
}

interface Sitting {
  readonly id: string;
  readonly candidate_number: string;
  readonly state: string;
  readonly closed_by: string | null;
  readonly answers: Record<string, string> | null;
  readonly sheet_hash: string | null;
  readonly grades: number;
  readonly sheets: number;
}

interface Lease {
  readonly lease: number;
  readonly seq: number;
  readonly hash: string;
  readonly parents: readonly { lease: number; seq: number; hash: string }[];
}

interface LoggedEvent {
  readonly lease: number;
  readonly seq: number;
  readonly hash: string;
  readonly event: Readonly<Record<string, unknown>>;
}

interface Receipt {
  readonly number: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signature: Buffer;
}

/**
 * Checks a whole exam after everybody has left, from the record and docs/spec alone: it shares no code with what wrote
 * it. With a journal, also that nothing the candidates were told is missing.
 *
 * @param receiptsKey raw Ed25519 public key of receipts, base64.
 * @param graded whether every sitting must have its grade and every receipt its entry in the registry.
 */
export async function verifyExam(
  databaseUrl: string,
  sessionId: string,
  receiptsKey: string,
  journal: readonly Entry[] = [],
  graded = true,
): Promise<ExamFindings> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const record = await readRecord(client, sessionId);
    const key = publicKey(receiptsKey);
    const faults = [...record.sittings.values()].flatMap((sitting) =>
      sittingFaults(sitting, record, key, graded).map((fault) => `${sitting.candidate_number}: ${fault}`),
    );
    const told = byWhat(journal);
    faults.push(...journalFaults(told, record));
    faults.push(...registryGaps(record.registry));
    return {
      sittings: record.sittings.size,
      events: sum(record.events),
      receipts: sum(record.receipts),
      grades: [...record.sittings.values()].reduce((all, { grades }) => all + grades, 0),
      acknowledged: told.acknowledged.reduce((all, { events }) => all + events.length, 0),
      faults,
    };
  } finally {
    await client.end();
  }
}

interface ExamRecord {
  readonly sittings: ReadonlyMap<string, Sitting>;
  readonly leases: ReadonlyMap<string, readonly Lease[]>;
  readonly events: ReadonlyMap<string, readonly LoggedEvent[]>;
  readonly receipts: ReadonlyMap<string, readonly Receipt[]>;
  /** Facts of receipts that were stated, by candidate number: hashes of receipts. */
  readonly stated: ReadonlyMap<string, readonly string[]>;
  /** The same from the registry's entries. */
  readonly published: ReadonlyMap<string, readonly string[]>;
  readonly registry: { readonly first: string; readonly last: string; readonly count: string };
}

async function readRecord(client: pg.Client, sessionId: string): Promise<ExamRecord> {
  const all = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> =>
    (await client.query<T>(sql, sql.includes('$1') ? [sessionId] : [])).rows;
  const ofSession = 'sitting_id IN (SELECT id FROM sitting WHERE session_id = $1)';
  const sittings = await all<Sitting>(
    `SELECT s.id, s.candidate_number, s.state, s.closed_by, a.answers, encode(a.hash, 'hex') AS sheet_hash,
       (SELECT count(*)::int FROM grade g WHERE g.sitting_id = s.id) AS grades,
       (SELECT count(*)::int FROM answer_sheet b WHERE b.sitting_id = s.id) AS sheets
     FROM sitting s LEFT JOIN answer_sheet a ON a.sitting_id = s.id WHERE s.session_id = $1`,
  );
  const leases = await all<Lease & { sitting_id: string }>(
    `SELECT sitting_id, lease, head_seq AS seq, encode(head_hash, 'hex') AS hash, parent_heads AS parents
     FROM sitting_lease WHERE ${ofSession} ORDER BY sitting_id, lease`,
  );
  const events = await all<LoggedEvent & { sitting_id: string }>(
    `SELECT sitting_id, lease, seq, encode(hash, 'hex') AS hash, event
     FROM response_event WHERE ${ofSession} ORDER BY sitting_id, lease, seq`,
  );
  const receipts = await all<Receipt & { sitting_id: string }>(
    `SELECT sitting_id, number, body, signature FROM receipt WHERE ${ofSession} ORDER BY sitting_id, number`,
  );
  const stated = await all<{ subject: string; hash: string }>(
    `SELECT body #>> '{fact,subject}' AS subject, body #>> '{content,shown,receiptHash}' AS hash
     FROM outbox WHERE type = 'receipt'`,
  );
  const published = await all<{ subject: string; hash: string }>(
    `SELECT fact ->> 'subject' AS subject, content #>> '{shown,receiptHash}' AS hash
     FROM registry_entry WHERE type = 'receipt'`,
  );
  const [registry] = await all<{ first: string; last: string; count: string }>(
    'SELECT min(seq)::text AS first, max(seq)::text AS last, count(*)::text AS count FROM registry_entry',
  );
  return {
    sittings: new Map(sittings.map((sitting) => [sitting.id, sitting])),
    leases: group(leases, ({ sitting_id }) => sitting_id),
    events: group(events, ({ sitting_id }) => sitting_id),
    receipts: group(receipts, ({ sitting_id }) => sitting_id),
    stated: textsBySubject(stated),
    published: textsBySubject(published),
    registry: registry ?? { first: '0', last: '-1', count: '0' },
  };
}

function sittingFaults(sitting: Sitting, record: ExamRecord, key: KeyObject, graded: boolean): string[] {
  const faults: string[] = [];
  const leases = record.leases.get(sitting.id) ?? [];
  const events = record.events.get(sitting.id) ?? [];
  const receipts = record.receipts.get(sitting.id) ?? [];
  faults.push(...chainFaults(sitting.id, leases, events));
  if (sitting.state !== 'closed') return [...faults, `it is ${sitting.state}, not closed`];
  if (sitting.sheets !== 1) faults.push(`it has ${String(sitting.sheets)} answer sheets`);
  if (!sameJson(sitting.answers, sheetOf(events)))
    faults.push('its answer sheet is not what its log amounts to');
  if (receipts.length !== 1) faults.push(`it has ${String(receipts.length)} receipts`);
  for (const receipt of receipts) faults.push(...receiptFaults(sitting, receipt, leases, key));
  const hashes = receipts.map(({ body }) => sha256(canonical(body)));
  if (!sameJson(record.stated.get(sitting.candidate_number) ?? [], hashes))
    faults.push('its receipts are not stated once each');
  if (graded) {
    if (sitting.grades !== 1) faults.push(`it has ${String(sitting.grades)} grades`);
    if (!sameJson(record.published.get(sitting.candidate_number) ?? [], hashes))
      faults.push('its receipts are not published once each');
  }
  return faults;
}

/** docs/spec/response-log.md */
function chainFaults(sittingId: string, leases: readonly Lease[], events: readonly LoggedEvent[]): string[] {
  const faults: string[] = [];
  const heads: { hash: string; lease: number; seq: number }[] = [];
  for (const [index, { lease, seq, hash, parents }] of leases.entries()) {
    if (lease !== index + 1) faults.push(`lease ${String(index + 1)} is missing`);
    if (!sameJson(parents, heads)) faults.push(`lease ${String(lease)} does not name the heads before it`);
    let previous = sha256(canonical({ lease, parents: heads, sitting: sittingId }));
    let last = 0;
    for (const logged of events.filter((one) => one.lease === lease)) {
      last += 1;
      const { offset, position, type, value } = logged.event;
      const made = sha256(
        canonical({ lease, offset, position, previous, seq: logged.seq, sitting: sittingId, type, value }),
      );
      if (logged.seq !== last) faults.push(`lease ${String(lease)} has no event ${String(last)}`);
      if (logged.event['seq'] !== logged.seq || logged.hash !== made) {
        faults.push(`the chain of lease ${String(lease)} breaks at event ${String(logged.seq)}`);
        break;
      }
      previous = logged.hash;
    }
    if (seq !== last || hash !== previous) faults.push(`lease ${String(lease)} ends elsewhere than its log`);
    heads.push({ hash, lease, seq });
  }
  return faults;
}

/** docs/spec/receipt-and-answer-sheet.md */
function receiptFaults(
  sitting: Sitting,
  { number, body, signature }: Receipt,
  leases: readonly Lease[],
  key: KeyObject,
): string[] {
  const faults: string[] = [];
  const { candidate_number: candidateNumber, answers } = sitting;
  const sheetHash = sha256(canonical({ answers, candidateNumber, nonce: body['nonce'] }));
  if (body['number'] !== number || number !== 1) faults.push('its receipt has another number');
  if (body['candidateNumber'] !== candidateNumber) faults.push('its receipt is somebody else’s');
  if (!verify(null, Buffer.from(canonical(body)), key, signature))
    faults.push('its receipt’s signature is not true');
  if (body['sheetHash'] !== sheetHash || sitting.sheet_hash !== sheetHash)
    faults.push('its receipt names another answer sheet');
  if (body['answered'] !== Object.keys(answers ?? {}).length) faults.push('its receipt counts other answers');
  if (body['closedBy'] !== sitting.closed_by) faults.push('its receipt says that somebody else closed it');
  const heads = leases.map(({ hash, lease, seq }) => ({ hash, lease, seq }));
  if (!sameJson(body['leases'], heads)) faults.push('its receipt names other heads');
  return faults;
}

interface Told {
  readonly leased: readonly Extract<Entry, { what: 'leased' }>[];
  readonly acknowledged: readonly Extract<Entry, { what: 'acknowledged' }>[];
  readonly handedIn: readonly Extract<Entry, { what: 'handed-in' }>[];
  readonly refused: readonly Extract<Entry, { what: 'refused' }>[];
}

const byWhat = (journal: readonly Entry[]): Told => ({
  leased: journal.filter((entry) => entry.what === 'leased'),
  acknowledged: journal.filter((entry) => entry.what === 'acknowledged'),
  handedIn: journal.filter((entry) => entry.what === 'handed-in'),
  refused: journal.filter((entry) => entry.what === 'refused'),
});

/** Nothing that a candidate was told may be missing, or be otherwise. */
function journalFaults(told: Told, record: ExamRecord): string[] {
  const faults: string[] = [];
  for (const { sittingId, lease, candidateNumber } of told.leased) {
    const sitting = record.sittings.get(sittingId);
    if (sitting?.candidate_number !== candidateNumber)
      faults.push(`${candidateNumber}: a started sitting is lost`);
    if (!record.leases.get(sittingId)?.some((one) => one.lease === lease))
      faults.push(`${candidateNumber}: a lease is lost`);
  }
  for (const { sittingId, lease, events } of told.acknowledged) {
    const logged = new Map(
      (record.events.get(sittingId) ?? [])
        .filter((one) => one.lease === lease)
        .map((one) => [one.seq, one] as const),
    );
    const lost = events.filter(({ hash, ...event }) => {
      const kept = logged.get(event.seq);
      return kept?.hash !== hash || !sameJson(kept.event, event);
    });
    if (lost.length > 0) {
      const who = record.sittings.get(sittingId)?.candidate_number ?? sittingId;
      faults.push(`${who}: ${String(lost.length)} acknowledged events are lost`);
    }
  }
  for (const { sittingId, receipt } of told.handedIn) {
    const sitting = record.sittings.get(sittingId);
    const kept = record.receipts.get(sittingId)?.[0];
    const who = sitting?.candidate_number ?? sittingId;
    if (sitting?.closed_by !== 'candidate' || receipt.body.closedBy !== 'candidate')
      faults.push(`${who}: handed in, but not closed by the candidate`);
    if (
      !kept ||
      !sameJson(kept.body, receipt.body) ||
      kept.signature.toString('base64') !== receipt.signature
    ) {
      faults.push(`${who}: holds a receipt that is not on record`);
    }
  }
  for (const { sittingId, step, code } of told.refused) {
    // A sitting may end by the clock while somebody sits; that, and nothing else, ends a device's work.
    const sitting = record.sittings.get(sittingId);
    if (code === 'SITTING.CLOSED' && sitting?.closed_by === 'clock') continue;
    faults.push(`${sitting?.candidate_number ?? sittingId}: ${step} was refused with ${code}`);
  }
  return faults;
}

const registryGaps = ({ first, last, count }: ExamRecord['registry']): string[] =>
  first === '0' && BigInt(last) + 1n === BigInt(count) ? [] : ['the registry has gaps'];

/** The last answer to each place; flags and looks do not count. */
function sheetOf(events: readonly LoggedEvent[]): Record<string, unknown> {
  const answers = new Map<string, unknown>();
  for (const { event } of events) {
    if (event['type'] !== 'answer') continue;
    if (event['value'] === null) answers.delete(String(event['position']));
    else answers.set(String(event['position']), event['value']);
  }
  return Object.fromEntries(answers);
}

/** RFC 8785 for what occurs here: texts, whole numbers, lists and objects with ASCII names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// RFC 8410: what stands before the 32 raw bytes of an Ed25519 key.
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

const publicKey = (raw: string): KeyObject =>
  createPublicKey({
    key: Buffer.concat([ED25519, Buffer.from(raw, 'base64')]),
    format: 'der',
    type: 'spki',
  });

function group<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const found = groups.get(key);
    if (found) found.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

const textsBySubject = (list: readonly { subject: string; hash: string }[]): Map<string, string[]> =>
  new Map(
    [...group(list, ({ subject }) => subject)].map(([subject, found]) => [
      subject,
      found.map(({ hash }) => hash),
    ]),
  );

const sum = (groups: ReadonlyMap<string, readonly unknown[]>): number =>
  [...groups.values()].reduce((all, one) => all + one.length, 0);
