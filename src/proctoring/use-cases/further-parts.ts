import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { identityCheckOf } from '../../session/index.js';
import {
  endingOf,
  lateGroupsOfSitting,
  messagesOfSitting,
  voidOf,
  type SittingView,
  type VoidView,
} from '../../sitting/index.js';
import { arrivalsOf } from '../store/arrival-store.js';
import { DOOR_ACTS, doorActsOf } from '../store/door-store.js';
import { incidentsAbout } from '../store/incident-store.js';
import { keptDaysOf } from '../store/removal-store.js';
import { looksAt, snapshotsOf } from '../store/snapshot-store.js';
import { ARRIVAL_DAYS } from '../store/term-store.js';
import { keptFor } from './kept-for.js';
import {
  inOrder,
  RecordParts,
  whileSitting,
  type RecordOf,
  type RecordPart,
  type RecordRow,
} from './record-parts.js';
import { voidingIncident } from './settle-incidents.js';
import { exportedIncident } from './shown-incident.js';

/** What people did: who came to the door, pictures and who looked at them, what staff said and decided, incidents. */
@Injectable()
export class FurtherParts implements OnModuleInit {
  constructor(private readonly parts: RecordParts) {}

  onModuleInit(): void {
    this.parts.register(whileSitting(snapshotPart));
    this.parts.register(arrivalPart);
    this.parts.register(staffPart);
    this.parts.register(whileSitting(incidentPart));
  }
}

async function snapshotPart(tx: Tx, { id }: SittingView, overAt: Date | null): Promise<RecordPart[]> {
  const days = await keptDaysOf(tx, id);
  const taken = (await snapshotsOf(tx, id)).map(({ id: snapshotId, takenAt, removedAt }): RecordRow => ({
    at: takenAt,
    words: [{ key: `watch:record.${removedAt ? 'pictureGone' : 'picture'}` }],
    ...(!removedAt && { href: `/sittings/${id}/snapshots/${snapshotId}` }),
    details: { id: snapshotId, removedAt: removedAt?.toISOString() ?? null },
  }));
  const looks = (await looksAt(tx, id)).map(({ official, snapshots, firstAt, lastAt }): RecordRow => ({
    at: firstAt,
    words: [{ key: 'watch:record.pictureSeen', data: { official, count: snapshots } }],
    details: { official, snapshots, lastAt: lastAt.toISOString() },
  }));
  return [
    {
      name: 'snapshots',
      title: { key: 'watch:record.pictures' },
      empty: { key: 'watch:record.noPictures' },
      rows: inOrder([...taken, ...looks]),
      kept: days
        ? keptFor(overAt, days.snapshots)
        : { until: null, words: { key: 'watch:record.keptNothing' } },
    },
  ];
}

async function staffPart(tx: Tx, of: RecordOf): Promise<RecordPart[]> {
  const { sitting } = of;
  return [
    {
      name: 'staff',
      title: { key: 'watch:record.staff' },
      empty: { key: 'watch:record.noStaff' },
      rows: inOrder([...(await doorRows(tx, of)), ...(sitting ? await actRows(tx, sitting) : [])]),
      kept: { until: null, words: { key: 'watch:record.keptSheet' } },
    },
  ];
}

/** What was decided at the door, also what was taken back. How they made sure is kept of the last admission alone. */
async function doorRows(tx: Tx, { sessionId, applicationId }: RecordOf): Promise<RecordRow[]> {
  const check = await identityCheckOf(tx, sessionId, applicationId);
  const acts = await doorActsOf(tx, sessionId, applicationId, DOOR_ACTS);
  const last = check && acts.findLast(({ action }) => action === 'candidate-admitted');
  const rows = acts
    .filter((one) => one !== last)
    .map(({ at, action, official, reason }): RecordRow => ({
      at,
      words: [{ key: `watch:record.door.${action}`, data: { official } }],
      ...(reason !== null && { said: reason }),
      details: { action, official },
    }));
  return check
    ? [
        ...rows,
        {
          at: check.at,
          words: [{ key: `watch:record.identity.${check.how}`, data: { official: check.official } }],
          details: { how: check.how, document: check.document, official: check.official },
        },
      ]
    : rows;
}

/** What officials did to a sitting: messages, what came late, its end, that it does not count. */
async function actRows(tx: Tx, { id }: SittingView): Promise<RecordRow[]> {
  const messages = (await messagesOfSitting(tx, id)).map(({ at, text, official }): RecordRow => ({
    at,
    words: [{ key: 'watch:record.message', data: { official } }],
    said: text,
    details: { official },
  }));
  const late = (await lateGroupsOfSitting(tx, id)).flatMap(({ ruling, events }): RecordRow[] =>
    ruling
      ? [
          {
            at: new Date(ruling.decidedAt),
            words: [
              {
                key: `watch:record.late.${ruling.admitted ? 'admitted' : 'refused'}`,
                data: { official: ruling.official },
              },
            ],
            said: ruling.reason,
            details: {
              official: ruling.official,
              events,
              admittedEvents: ruling.admittedEvents,
              receiptNumber: ruling.receiptNumber,
            },
          },
        ]
      : [],
  );
  const ending = await endingOf(tx, id);
  const ended: RecordRow[] = ending
    ? [
        {
          at: ending.at,
          words: [{ key: 'watch:record.ending', data: { official: ending.official } }],
          said: ending.reason,
          details: { official: ending.official },
        },
      ]
    : [];
  const declared = await voidOf(tx, id);
  return [...messages, ...late, ...ended, ...(declared ? [await voidRow(tx, id, declared)] : [])];
}

/** Whoever is told that their exam does not count reads by whom and why; where an incident says it, there. */
async function voidRow(
  tx: Tx,
  sittingId: string,
  { at, cause, again, official, reason, tellsReason }: VoidView,
): Promise<RecordRow> {
  const incidentId = await voidingIncident(tx, sittingId, reason);
  return {
    at,
    words: [{ key: `watch:record.void.${cause}`, data: { official } }],
    ...(incidentId && { href: `/sittings/${sittingId}/incidents/${incidentId}` }),
    ...(!incidentId && tellsReason && { said: reason }),
    details: { cause, again, official, ...(incidentId && { incidentId }) },
  };
}

async function arrivalPart(tx: Tx, of: RecordOf): Promise<RecordPart[]> {
  const arrivals = await arrivalsOf(tx, of);
  return [
    {
      name: 'arrivals',
      title: { key: 'watch:record.arrivals' },
      empty: { key: 'watch:record.noArrivals' },
      rows: arrivals.map(({ at, what, shownBy }) => ({
        at,
        words: [{ key: `watch:record.arrival.${what}` }],
        details: { what, ...(shownBy !== null && { shownBy }) },
      })),
      kept: keptFor(of.overAt, { days: ARRIVAL_DAYS, longer: null }),
    },
  ];
}

async function incidentPart(tx: Tx, { id, personId }: SittingView): Promise<RecordPart[]> {
  const incidents = await incidentsAbout(tx, personId, id);
  return [
    {
      name: 'incidents',
      title: { key: 'watch:record.incidents' },
      empty: { key: 'watch:record.noIncidents' },
      rows: incidents.map((incident) => ({
        at: incident.openedAt,
        words: [
          {
            key: `watch:record.incident${incident.settledAt ? 'Settled' : 'Open'}`,
            data: { official: incident.openedBy },
          },
        ],
        said: incident.what,
        href: `/sittings/${id}/incidents/${incident.id}`,
        details: exportedIncident(incident),
      })),
      kept: { until: null, words: { key: 'watch:record.keptSheet' } },
    },
  ];
}
