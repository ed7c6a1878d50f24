import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Database, orThrow, RefusalError } from '../../platform/index.js';
import { ReceiptDto, receiptFrom } from '../../sitting/index.js';
import { CheckReceipt, standingOf } from './check-receipt.js';
import { CheckedReceiptDto, ReceiptStandingDto } from './receipts.dto.js';

/** Receipts, for anybody: whether one was issued, and whether a file is one. */
@ApiTags('receipts')
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly database: Database,
    private readonly checkReceipt: CheckReceipt,
  ) {}

  @Post('check')
  @HttpCode(200)
  @Access.anyone()
  @ApiOperation({
    summary: 'Check a receipt',
    description: 'The file as it was saved. Nothing of it is kept.',
  })
  @ApiBody({ type: ReceiptDto })
  @ApiOkResponse({ type: CheckedReceiptDto })
  async check(@Body() body: Readonly<Record<string, unknown>>): Promise<CheckedReceiptDto> {
    const { receipt: _receipt, ...checked } = await this.checkReceipt.run(orThrow(receiptFrom(body)));
    return checked;
  }

  @Get(':hash')
  @Access.anyone()
  @ApiOperation({
    summary: 'What is on record of a receipt, by its hash',
    description: '404 SITTING.UNKNOWN_RECEIPT where none with this hash was issued.',
  })
  @ApiOkResponse({ type: ReceiptStandingDto })
  async show(@Param('hash') hash: string): Promise<ReceiptStandingDto> {
    const standing = isHash(hash) ? await standingOf(this.database.tx, hash) : undefined;
    if (standing) return standing;
    throw new RefusalError({
      code: 'SITTING.UNKNOWN_RECEIPT',
      kind: 'not-found',
      detail: 'No receipt with this hash was issued here.',
    });
  }
}

export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
