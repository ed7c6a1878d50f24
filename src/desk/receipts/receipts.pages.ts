import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { refuse } from '../../kernel/index.js';
import {
  Access,
  Database,
  LanguageQueryDto,
  Page,
  Pages,
  seeOther,
  TakesFile,
  type OpenMeritReply,
  type OpenMeritRequest,
} from '../../platform/index.js';
import { placeInLog } from '../../registry/index.js';
import { LOG_PROMISE_MINUTES, readReceipt } from '../../sitting/index.js';
import { CheckReceipt, standingOf, type ReceiptStanding } from './check-receipt.js';
import { isHash } from './receipts.controller.js';

const VIEW = 'desk/web/views/receipts.njk';

class ReceiptQueryDto extends LanguageQueryDto {
  /** A hash, or the address that a QR code holds. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  hash?: string;
}

/** Where anybody checks a receipt: by the code on it, or by its file. */
@ApiExcludeController()
@Controller('receipts')
export class ReceiptsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly checkReceipt: CheckReceipt,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  begin(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Query() query: ReceiptQueryDto,
  ): string {
    if (query.hash === undefined) return this.pages.html(request, VIEW, {});
    const [hash] = /[0-9a-f]{64}/.exec(query.hash.toLowerCase().replace(/\s/g, '')) ?? [];
    if (hash) return seeOther(reply, `/receipts/${hash}`);
    const refusal = refuse('invalid', 'SITTING.NO_HASH', 'This is no hash of a receipt.', {
      fields: { hash: 'SITTING.NO_HASH' },
    });
    return this.pages.refused(request, reply, VIEW, { typed: query.hash }, refusal.refusal);
  }

  @Post('check')
  @TakesFile()
  @Access.anyone()
  @Page()
  async check(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
  ): Promise<string> {
    const text = receiptText(request.body);
    const read = text === null ? nothing() : readReceipt(text.replace(/^\ufeff/, ''));
    if (!read.ok) {
      return this.pages.refused(
        request,
        reply,
        VIEW,
        {},
        { ...read.refusal, fields: { file: read.refusal.code } },
      );
    }
    const checked = await this.checkReceipt.run(read.value);
    const { hash, standing, receipt } = checked;
    return this.pages.html(request, VIEW, {
      ...(await this.#record(standing)),
      checked,
      hash,
      // The file has the promise to the millisecond.
      promised: receipt.body.inLogBy,
    });
  }

  @Get(':hash')
  @Access.anyone()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('hash') hash: string,
  ): Promise<string> {
    const standing = isHash(hash) ? await standingOf(this.database.tx, hash) : undefined;
    if (!standing) void reply.status(404);
    return this.pages.html(request, VIEW, {
      ...(await this.#record(standing ?? null)),
      hash,
      unknown: !standing,
    });
  }

  /** What is on record, with the proof's place in the log, or by when there will be one. */
  async #record(standing: ReceiptStanding | null) {
    return {
      standing,
      log: standing?.entry ? await placeInLog(this.database.tx, standing.entry.seq) : undefined,
      promised: standing && new Date(standing.statedAt.getTime() + LOG_PROMISE_MINUTES * 60_000),
    };
  }
}

/** The file that was sent, or what was pasted where there is none; null where there is neither. */
function receiptText(body: unknown): string | null {
  const { file, text } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (Buffer.isBuffer(file) && file.length > 0) return file.toString('utf8');
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

const nothing = () =>
  refuse('invalid', 'SITTING.NOTHING_TO_CHECK', 'Choose the file, or paste what it holds.');
