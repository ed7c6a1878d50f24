import { rows, type Tx } from '../../platform/index.js';
import type { Notice } from '../domain/notice.js';

/** What somebody agreed to. */
export interface ConsentView {
  readonly version: number;
  /** Hex. */
  readonly noticeHash: string;
  readonly language: string;
  /** Whether snapshots are agreed to now. */
  readonly camera: boolean;
  readonly at: Date;
}

const CONSENT = `
  SELECT c.version, encode(c.notice_hash, 'hex') AS "noticeHash", n.language, c.camera, c.at
  FROM watch_consent c JOIN watch_notice n ON n.hash = c.notice_hash`;

/**
 * Whether a candidate may begin under a version: they have agreed to it, with the camera where it is required, or excused
 * from it. One statement, each part by primary key.
 */
export async function mayBeWatched(
  tx: Tx,
  { sessionId, personId, version }: { sessionId: string; personId: string; version: number },
): Promise<'yes' | 'missing' | 'camera'> {
  const [row] = await rows<{ enough: boolean }>(
    tx,
    `SELECT (c.camera OR w.camera <> 'required' OR EXISTS (
       SELECT 1 FROM exam_session x JOIN application a ON a.competition_id = x.competition_id AND a.person_id = c.person_id
         JOIN watch_excuse e ON e.session_id = x.id AND e.application_id = a.id WHERE x.id = c.session_id)) AS enough
     FROM watch_consent c JOIN session_watch w ON w.session_id = c.session_id AND w.version = c.version
     WHERE c.session_id = $1 AND c.person_id = $2 AND c.version = $3`,
    [sessionId, personId, version],
  );
  if (!row) return 'missing';
  return row.enough ? 'yes' : 'camera';
}

/** All that somebody agreed to in a session, newest version first. */
export async function consentsOf(tx: Tx, sessionId: string, personId: string): Promise<ConsentView[]> {
  return rows<ConsentView>(
    tx,
    `${CONSENT} WHERE c.session_id = $1 AND c.person_id = $2 ORDER BY c.version DESC`,
    [sessionId, personId],
  );
}

/** What somebody agreed to last in a session, or undefined. */
export async function lastConsentOf(
  tx: Tx,
  sessionId: string,
  personId: string,
): Promise<ConsentView | undefined> {
  const [consent] = await rows<ConsentView>(
    tx,
    `${CONSENT} WHERE c.session_id = $1 AND c.person_id = $2 ORDER BY c.version DESC LIMIT 1`,
    [sessionId, personId],
  );
  return consent;
}

/** Keeps a notice as it was shown. */
export async function keepNotice(tx: Tx, hash: Buffer, language: string, notice: Notice): Promise<void> {
  await tx.query(
    'INSERT INTO watch_notice (hash, language, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [hash, language, JSON.stringify(notice)],
  );
}

/** A notice as it was shown. @param hash hex. @throws Error where it is not kept: a consent names one that is. */
export async function keptNotice(tx: Tx, hash: string): Promise<Notice & { readonly language: string }> {
  const [found] = await rows<{ language: string; body: Notice }>(
    tx,
    'SELECT language, body FROM watch_notice WHERE hash = $1',
    [Buffer.from(hash, 'hex')],
  );
  if (!found) throw new Error('A consent names a notice that is kept.');
  return { language: found.language, title: found.body.title, parts: found.body.parts };
}

/** @returns false where this person has agreed to this version before. */
export async function keepConsent(
  tx: Tx,
  consent: {
    readonly sessionId: string;
    readonly personId: string;
    readonly version: number;
    readonly noticeHash: Buffer;
    readonly camera: boolean;
  },
): Promise<boolean> {
  const kept = await rows(
    tx,
    `INSERT INTO watch_consent (session_id, person_id, version, notice_hash, camera) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session_id, person_id, version) DO NOTHING RETURNING 1`,
    [consent.sessionId, consent.personId, consent.version, consent.noticeHash, consent.camera],
  );
  return kept.length > 0;
}

/** Another choice for the camera under a version that was agreed to, with its time; the same choice changes nothing. */
export async function changeCamera(
  tx: Tx,
  of: { readonly sessionId: string; readonly personId: string; readonly version: number },
  camera: boolean,
): Promise<void> {
  // Whoever numbers a change has the row: what another has numbered meanwhile is seen.
  await tx.query(
    `SELECT 1 FROM watch_consent WHERE session_id = $1 AND person_id = $2 AND version = $3 FOR NO KEY UPDATE`,
    [of.sessionId, of.personId, of.version],
  );
  await tx.query(
    `WITH changed AS (
       UPDATE watch_consent SET camera = $4
       WHERE session_id = $1 AND person_id = $2 AND version = $3 AND camera <> $4
       RETURNING session_id, person_id, version)
     INSERT INTO watch_camera_change (session_id, person_id, version, number, camera)
     SELECT c.session_id, c.person_id, c.version, 1 + (SELECT count(*) FROM watch_camera_change h
       WHERE h.session_id = c.session_id AND h.person_id = c.person_id AND h.version = c.version), $4 FROM changed c`,
    [of.sessionId, of.personId, of.version, camera],
  );
}

export interface CameraChange {
  readonly version: number;
  readonly camera: boolean;
  readonly at: Date;
}

/** Oldest first. */
export async function cameraChangesOf(tx: Tx, sessionId: string, personId: string): Promise<CameraChange[]> {
  return rows<CameraChange>(
    tx,
    `SELECT version, camera, at FROM watch_camera_change WHERE session_id = $1 AND person_id = $2 ORDER BY version, number`,
    [sessionId, personId],
  );
}
