import { Controller, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { POINT } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { holdingIncident } from '../../proctoring/index.js';
import { distribution } from '../domain/distribution.js';
import { partMinimum } from '../domain/grade-sitting.js';
import { withinError } from '../domain/standard-error.js';
import { releasedPoints } from '../store/grade-store.js';
import { isRegrading, resultHistory } from '../store/scoring-version-store.js';
import { IssueCertificate } from '../use-cases/issue-certificate.js';
import { cutOf, ownSitting, resultOf } from '../use-cases/own-result.js';
import { CertificatePaper } from './certificate-paper.js';

// With fewer results one could tell who has which.
const ENOUGH_FOR_A_DISTRIBUTION = 20;

/** A candidate's result, in words and pictures, and the certificate of it. */
@ApiExcludeController()
@Controller('sittings/:sittingId/result')
export class ResultPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly issueCertificate: IssueCertificate,
    private readonly paper: CertificatePaper,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const own = await ownSitting(tx, principal.personId, sittingId);
    if (!own) {
      throw new RefusalError({
        code: 'SITTING.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such sitting of yours.',
      });
    }
    const { sitting, competition, session } = own;
    const result = await resultOf(tx, own);
    if (!result) {
      return this.pages.html(request, 'grading/web/views/result.njk', {
        sitting,
        session,
        competition,
        incidentId: await holdingIncident(tx, sittingId),
      });
    }
    const { grade, maximum, error, parts, topics, workOn, pass } = result;
    const points = await releasedPoints(tx, sitting.sessionId);
    const history = await resultHistory(tx, sittingId);
    return this.pages.html(request, 'grading/web/views/result.njk', {
      sitting,
      session,
      competition,
      grade,
      // What was decided on since, and what can be done about it: the pages of the stage of appeals.
      contest: { before: history.at(-2)?.points, isRegrading: await isRegrading(tx, sitting.sessionId) },
      maximum: maximum / POINT,
      error,
      within: error > 0 ? withinError(grade.points, error, maximum) : undefined,
      overallCut: cutOf(pass.overall),
      overall: pass.overall,
      eachPart: pass.eachPart,
      ownMinimum: parts.some(({ part }) => partMinimum(pass, part) !== pass.eachPart),
      parts: parts.map((part) => ({ ...part, cut: cutOf(partMinimum(pass, part.part)) })),
      topics,
      workOn,
      atOrBelow: points.filter((one) => one <= grade.points).length,
      sat: points.length,
      bins: points.length >= ENOUGH_FOR_A_DISTRIBUTION ? distribution(points, maximum) : undefined,
    });
  }

  @Post('certificate')
  @Access.candidate()
  @Page()
  async issue(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    orThrow(await this.issueCertificate.run(principal, sittingId));
    return seeOther(reply, `/sittings/${sittingId}/result/certificate`);
  }

  @Get('certificate')
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  @Access.candidate()
  async certificate(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<Buffer> {
    const certificate = orThrow(await this.issueCertificate.run(principal, sittingId));
    const pdf = await this.paper.draw(certificate);
    const name = `certificate-${certificate.content.competition.code}-${certificate.content.candidateNumber}.pdf`;
    void reply.header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`);
    return pdf;
  }
}
