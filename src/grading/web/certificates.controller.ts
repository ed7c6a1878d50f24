import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Config,
  type Principal,
} from '../../platform/index.js';
import { checkedCertificate, IssueCertificate } from '../use-cases/issue-certificate.js';
import { CertificateDto, IssuedCertificateDto } from './dto/certificate.dto.js';

/** Certificates of results: taken by the candidate whose it is, checked by anybody who has the code on it. */
@ApiTags('grading')
@Controller('api/v1')
export class CertificatesController {
  constructor(
    private readonly database: Database,
    private readonly issueCertificate: IssueCertificate,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('sittings/:sittingId/certificate')
  @Access.candidate()
  @ApiOperation({
    summary: 'A certificate of your result',
    description: 'The same result gives the same certificate again.',
  })
  @ApiCreatedResponse({ type: IssuedCertificateDto })
  async issue(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<IssuedCertificateDto> {
    const { code, contentHash, issuedAt } = orThrow(await this.issueCertificate.run(principal, sittingId));
    return { code, address: `${this.config.publicOrigin}/check/${code}`, contentHash, issuedAt };
  }

  @Get('certificates/:code')
  @Access.anyone()
  @ApiOperation({
    summary: 'What a certificate says, and whether it still holds',
    description: 'For whoever holds it: the code cannot be guessed. The name stands on the paper alone.',
  })
  @ApiOkResponse({ type: CertificateDto })
  async check(@Param('code') code: string): Promise<CertificateDto> {
    const found = await checkedCertificate(this.database.tx, code);
    if (!found) {
      throw new RefusalError({
        code: 'CERTIFICATE.NONE',
        kind: 'not-found',
        detail: 'There is no certificate of this code.',
      });
    }
    const { content, contentHash, issuedAt } = found.certificate;
    const { competition, session, candidateNumber, points, maximum, parts, passed } = content;
    return {
      standing: found.standing,
      competition: competition.code,
      session: session.id,
      date: session.date,
      candidateNumber,
      points,
      maximum,
      parts: parts.map((part) => ({ part: part.part, points: part.points, maximum: part.maximum })),
      passed,
      contentHash,
      issuedAt,
    };
  }
}
