import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Json } from '../../kernel/index.js';
import { KeyRing, type Tx } from '../../platform/index.js';
import {
  grantsOf,
  shownBrowsersOf,
  timeChangesOfSitting,
  type AccommodationView,
  type SittingView,
} from '../../sitting/index.js';
import { cameraChangesOf, consentsOf, keptNotice } from '../store/consent-store.js';
import { CAMERA_ACTS, doorActsOf } from '../store/door-store.js';
import { looksOf } from '../store/look-store.js';
import { keptDaysOf } from '../store/removal-store.js';
import { signalsOf } from '../store/signal-store.js';
import { detailWords } from './detail-words.js';
import { keptFor } from './kept-for.js';
import {
  inOrder,
  RecordParts,
  whileSitting,
  type RecordOf,
  type RecordPart,
  type RecordRow,
  type RecordSource,
  type Words,
} from './record-parts.js';

/** Where somebody reads a notice again, as it was shown to them. */
const noticePage = (sessionId: string, version: number): string =>
  `/sessions/${sessionId}/record/notices/${String(version)}`;

/** What this stage keeps of every candidate: what they agreed to, what happened on their device, what it showed of its browser, what staff did to their clock, and what they were granted. */
@Injectable()
export class BasicParts implements OnModuleInit {
  constructor(
    private readonly parts: RecordParts,
    private readonly keys: KeyRing,
  ) {}

  onModuleInit(): void {
    this.parts.register(consentPart);
    this.parts.register(whileSitting(signalPart));
    this.parts.register(whileSitting(browserPart));
    this.parts.register(whileSitting(timePart));
    this.parts.register(accommodationPart(this.keys));
  }
}

async function consentPart(tx: Tx, { sessionId, personId, applicationId }: RecordOf): Promise<RecordPart[]> {
  const given: RecordRow[] = [];
  for (const { version, noticeHash, camera, at } of await consentsOf(tx, sessionId, personId)) {
    const notice = await keptNotice(tx, noticeHash);
    given.push({
      at,
      words: [{ key: 'watch:record.agreed' }],
      href: noticePage(sessionId, version),
      details: { version, noticeHash, camera, notice: notice as unknown as Json },
    });
  }
  const changes = (await cameraChangesOf(tx, sessionId, personId)).map(
    ({ version, camera, at }): RecordRow => ({
      at,
      words: [{ key: `watch:record.camera${camera ? 'On' : 'Off'}` }],
      details: { version, camera },
    }),
  );
  const excused = (await doorActsOf(tx, sessionId, applicationId, CAMERA_ACTS)).map(
    ({ at, action, official, reason }): RecordRow => ({
      at,
      words: [{ key: `watch:record.${action === 'camera-excused' ? 'excused' : 'excuseUndone'}` }],
      ...(reason !== null && { said: reason }),
      details: { official },
    }),
  );
  return [
    {
      name: 'consent',
      title: { key: 'watch:record.consent' },
      empty: { key: 'watch:record.noConsent' },
      rows: inOrder([...given, ...changes, ...excused]),
      kept: { until: null, words: { key: 'watch:record.keptConsent' } },
    },
  ];
}

async function signalPart(tx: Tx, { id }: SittingView, overAt: Date | null): Promise<RecordPart[]> {
  const days = await keptDaysOf(tx, id);
  const signals = (await signalsOf(tx, id)).map(({ number, kind, at, lastedMs, detail }): RecordRow => ({
    at,
    words: [{ key: `watch:happened.${kind}` }, ...detailWords(detail)],
    lastedMs,
    details: { number, kind, ...(detail as Record<string, Json> | null) },
  }));
  const looks = (await looksOf(tx, id)).map(({ official, what, at }): RecordRow => ({
    at,
    words: [{ key: `watch:record.looked.${what}`, data: { official } }],
    details: { official, what },
  }));
  return [
    {
      name: 'signals',
      title: { key: 'watch:record.signals' },
      empty: { key: 'watch:record.noSignals' },
      rows: inOrder([...signals, ...looks]),
      kept: days
        ? keptFor(overAt, days.signals)
        : { until: null, words: { key: 'watch:record.keptNothing' } },
    },
  ];
}

/** Only where a browser was asked for. */
async function browserPart(tx: Tx, { id }: SittingView): Promise<RecordPart[]> {
  const leases = await shownBrowsersOf(tx, id);
  if (leases.length === 0) return [];
  const rows = leases.flatMap(({ lease, givenAt, againAt, refusedAt, refused }): RecordRow[] => [
    { at: givenAt, words: [{ key: 'watch:record.browser.shown' }], details: { lease } },
    ...(againAt ? [{ at: againAt, words: [{ key: 'watch:record.browser.again' }], details: { lease } }] : []),
    ...(refusedAt
      ? [
          {
            at: refusedAt,
            words: [{ key: 'watch:record.browser.notShown' }],
            details: { lease, code: refused },
          },
        ]
      : []),
  ]);
  return [
    {
      name: 'browser',
      title: { key: 'watch:record.browser.title' },
      empty: { key: 'watch:record.browser.title' },
      rows: inOrder(rows),
      kept: { until: null, words: { key: 'watch:record.keptSheet' } },
    },
  ];
}

async function timePart(tx: Tx, { id }: SittingView): Promise<RecordPart[]> {
  const rows = (await timeChangesOfSitting(tx, id)).map(
    ({ at, kind, minutes, reason, official }): RecordRow => ({
      at,
      words: [{ key: `watch:record.time.${kind}`, data: { official, count: minutes ?? 0 } }],
      said: reason,
      details: { kind, minutes, official },
    }),
  );
  return [
    {
      name: 'time',
      title: { key: 'watch:record.timeChanges' },
      empty: { key: 'watch:record.noTimeChanges' },
      rows,
      kept: { until: null, words: { key: 'watch:record.keptSheet' } },
    },
  ];
}

/** Only where something was granted. */
const accommodationPart =
  (keys: KeyRing): RecordSource =>
  async (tx, { applicationId }) => {
    const grants = await grantsOf(tx, applicationId);
    if (grants.length === 0) return [];
    const rows = grants.flatMap((grant): RecordRow[] => {
      const { id, granted, basis, grantedAt, grantedOfficial, revokedAt, revokedOfficial } = grant;
      const document = keys.decrypt('personal-data', grant.document).toString();
      return [
        {
          at: grantedAt,
          words: [
            { key: 'watch:record.granted.by', data: { official: grantedOfficial } },
            ...grantedWords(grant),
          ],
          details: { id, granted: granted as Json, basis, document, official: grantedOfficial },
        },
        ...(revokedAt
          ? [
              {
                at: revokedAt,
                words: [{ key: 'watch:record.granted.revoked', data: { official: revokedOfficial } }],
                details: { id, official: revokedOfficial },
              },
            ]
          : []),
      ];
    });
    return [
      {
        name: 'accommodations',
        title: { key: 'watch:record.granted.title' },
        empty: { key: 'watch:record.granted.title' },
        rows: inOrder(rows),
        kept: { until: null, words: { key: 'watch:record.keptConsent' } },
      },
    ];
  };

function grantedWords({ granted, basis }: AccommodationView): Words[] {
  const { extraTimePercent, breakMinutes, largerType, reader } = granted;
  return [
    ...(extraTimePercent
      ? [{ key: 'watch:record.granted.extraTime', data: { percent: extraTimePercent } }]
      : []),
    ...(breakMinutes ? [{ key: 'watch:record.granted.breaks', data: { count: breakMinutes } }] : []),
    ...(largerType ? [{ key: 'watch:record.granted.largerType' }] : []),
    ...(reader ? [{ key: 'watch:record.granted.reader' }] : []),
    { key: `watch:record.granted.basis.${basis}` },
  ];
}
