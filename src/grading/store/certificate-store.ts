import { rows, type Tx } from '../../platform/index.js';
import type { CertificateContent } from '../domain/certificate.js';

export interface CertificateView {
  readonly code: string;
  readonly sittingId: string;
  readonly language: string;
  readonly content: CertificateContent;
  /** Hex SHA-256 of the content's canonical JSON. */
  readonly contentHash: string;
  readonly issuedAt: Date;
  readonly isVoid: boolean;
  readonly fullName: string;
}

const CERTIFICATE = `
  SELECT c.code, c.sitting_id AS "sittingId", c.language, c.content, encode(c.content_hash, 'hex') AS "contentHash",
    c.issued_at AS "issuedAt", s.state = 'void' AS "isVoid", p.full_name AS "fullName"
  FROM certificate c JOIN sitting s ON s.id = c.sitting_id JOIN person p ON p.id = s.person_id`;

export async function certificateByCode(tx: Tx, code: string): Promise<CertificateView | undefined> {
  const [found] = await rows<CertificateView>(tx, `${CERTIFICATE} WHERE c.code = $1`, [code]);
  return found;
}

/** The certificate of exactly this content, or undefined. @param contentHash hex. */
export async function certificateOf(
  tx: Tx,
  sittingId: string,
  contentHash: string,
): Promise<CertificateView | undefined> {
  const [found] = await rows<CertificateView>(
    tx,
    `${CERTIFICATE} WHERE c.sitting_id = $1 AND c.content_hash = decode($2, 'hex')`,
    [sittingId, contentHash],
  );
  return found;
}

/** Keeps a certificate; where one of the same content is there, that one stays. */
export async function keepCertificate(
  tx: Tx,
  certificate: Pick<CertificateView, 'code' | 'sittingId' | 'language' | 'content' | 'contentHash'> & {
    readonly scoringVersionId: string;
  },
): Promise<void> {
  const { code, sittingId, scoringVersionId, language, content, contentHash } = certificate;
  await tx.query(
    `INSERT INTO certificate (code, sitting_id, scoring_version_id, language, content, content_hash)
     VALUES ($1, $2, $3, $4, $5, decode($6, 'hex')) ON CONFLICT (sitting_id, content_hash) DO NOTHING`,
    [code, sittingId, scoringVersionId, language, JSON.stringify(content), contentHash],
  );
}
