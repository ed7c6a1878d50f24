import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { refuse, wordsOf } from '../../kernel/index.js';
import { Throttle } from '../../people/index.js';
import {
  Access,
  Database,
  FormDto,
  LanguageQueryDto,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
} from '../../platform/index.js';
import { checkedCertificate } from '../use-cases/issue-certificate.js';

const VIEW = 'grading/web/views/check.njk';
const BEGIN = 'grading/web/views/check-begin.njk';

class CheckQueryDto extends LanguageQueryDto {
  /** A code, or the address that a QR code holds. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  code?: string;
}

class NameFormDto extends FormDto {
  @IsString()
  @MaxLength(200)
  name!: string;
}

/**
 * Where anybody who holds a certificate sees whether it is genuine. The page says what the paper says, but for the name:
 * whoever has the address alone, from a log or over a shoulder, learns nobody's name, and whoever has the paper types the
 * name that stands on it.
 */
@ApiExcludeController()
@Controller('check')
export class CheckPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  begin(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Query() query: CheckQueryDto,
  ): string {
    if (query.code === undefined) return this.pages.html(request, BEGIN, {});
    const code = codeIn(query.code);
    if (code) return seeOther(reply, `/check/${code}`);
    const { refusal } = refuse('invalid', 'CERTIFICATE.NO_CODE', 'This is no code of a certificate.', {
      fields: { code: 'CERTIFICATE.NO_CODE' },
    });
    return this.pages.refused(request, reply, BEGIN, { typed: query.code }, refusal);
  }

  @Get(':code')
  @Access.anyone()
  @Page()
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  async show(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('code') code: string,
  ): Promise<string> {
    const found = await checkedCertificate(this.database.tx, code);
    if (!found) return this.#none(request, reply, code);
    return this.pages.html(request, VIEW, this.#model(found));
  }

  @Post(':code')
  @HttpCode(200)
  @Access.anyone()
  @Page()
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  async name(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('code') code: string,
    @Body() body: NameFormDto,
  ): Promise<string> {
    const found = await checkedCertificate(this.database.tx, code);
    if (!found) return this.#none(request, reply, code);
    const model = { ...this.#model(found), typed: body.name };
    const wait = await this.throttle.take('certificate-name', code);
    if (wait > 0) {
      const { refusal } = refuse('limited', 'CERTIFICATE.TOO_MANY_NAMES', 'Too many names were tried.', {
        retryAfter: wait,
        fields: { name: 'CERTIFICATE.TOO_MANY_NAMES' },
      });
      return this.pages.refused(request, reply, VIEW, model, refusal);
    }
    const said = wordsOf(body.name);
    if (said.length === 0) {
      const { refusal } = refuse('invalid', 'CERTIFICATE.SAY_NAME', 'Type the name on the paper.', {
        fields: { name: 'CERTIFICATE.SAY_NAME' },
      });
      return this.pages.refused(request, reply, VIEW, model, refusal);
    }
    // In whatever order, and without regard to case and marks: as it is copied from a paper.
    const isSame = said.sort().join(' ') === wordsOf(found.certificate.fullName).sort().join(' ');
    return this.pages.html(request, VIEW, { ...model, isSame });
  }

  #none(request: OpenMeritRequest, reply: OpenMeritReply, code: string): string {
    const { refusal } = refuse('not-found', 'CERTIFICATE.NONE', 'There is no certificate of this code.');
    return this.pages.refused(request, reply, BEGIN, { typed: code.slice(0, 40) }, refusal);
  }

  #model({ certificate, standing }: NonNullable<Awaited<ReturnType<typeof checkedCertificate>>>) {
    const { code, content, contentHash, issuedAt } = certificate;
    return { code, content, contentHash, issuedAt, standing };
  }
}

/** The code in what somebody typed or scanned, or undefined. */
function codeIn(typed: string): string | undefined {
  const [code] = /[2-9BCDFGHJKMNPQRSTVWXYZ]{27}/.exec(typed.toUpperCase().replace(/[\s-]/g, '')) ?? [];
  return code;
}
