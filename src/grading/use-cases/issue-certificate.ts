import { Injectable } from '@nestjs/common';
import { hashJson, ok, publicId, refuse, type Json, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import {
  certificateStanding,
  type CertificateContent,
  type CertificateStanding,
} from '../domain/certificate.js';
import {
  certificateByCode,
  certificateOf,
  keepCertificate,
  type CertificateView,
} from '../store/certificate-store.js';
import { releasedGrade } from '../store/grade-store.js';
import { ownSitting, resultOf, type OwnResult, type OwnSitting } from './own-result.js';

// 28^27 is more than 2^128: nobody finds one by trying.
const CODE_LENGTH = 27;
const CODE = /^[2-9BCDFGHJKMNPQRSTVWXYZ]{27}$/;

/**
 * A candidate takes a certificate of their own released result. The same result gives the same certificate again; a
 * result that was changed gives a new one, and the one before then says that it was replaced.
 *
 * Refusal: GRADING.NO_RESULT.
 */
@Injectable()
export class IssueCertificate {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, sittingId: string): Promise<Result<CertificateView>> {
    return this.database.attempt(async (tx) => {
      const own = await ownSitting(tx, principal.personId, sittingId);
      const result = own && (await resultOf(tx, own));
      if (!own || !result) {
        return refuse('not-found', 'GRADING.NO_RESULT', 'There is no released result of yours here.');
      }
      const content = contentOf(own, result);
      const contentHash = hashJson(content as unknown as Json).toString('hex');
      await keepCertificate(tx, {
        code: publicId(CODE_LENGTH),
        sittingId,
        scoringVersionId: result.grade.scoringVersionId,
        language: own.sitting.language,
        content,
        contentHash,
      });
      const kept = await certificateOf(tx, sittingId, contentHash);
      if (!kept) throw new Error('The certificate was not kept.');
      return ok(kept);
    });
  }
}

/** A certificate as its code names it, and whether what it says still holds; undefined where there is none. */
export async function checkedCertificate(
  tx: Tx,
  code: string,
): Promise<{ readonly certificate: CertificateView; readonly standing: CertificateStanding } | undefined> {
  const certificate = CODE.test(code) ? await certificateByCode(tx, code) : undefined;
  if (!certificate) return undefined;
  const now = await releasedGrade(tx, certificate.sittingId);
  return { certificate, standing: certificateStanding(certificate.content, certificate.isVoid, now) };
}

function contentOf({ session, competition }: OwnSitting, result: OwnResult): CertificateContent {
  return {
    v: 1,
    competition: { code: competition.code, title: competition.title, agency: competition.agency.name },
    session: { id: session.id, title: session.title, date: session.opensAt.toISOString().slice(0, 10) },
    candidateNumber: result.grade.candidateNumber,
    points: result.grade.points,
    maximum: result.maximum,
    parts: result.parts.map(({ part, title, points, maximum }) => ({ part, title, points, maximum })),
    passed: result.grade.passed,
  };
}
