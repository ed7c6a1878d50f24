import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  KeyRing,
  orThrow,
  RefusalError,
  type Config,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { noSession } from '../../session/index.js';
import { sheetContent } from '../domain/receipt.js';
import { answerSheets } from '../store/answer-sheet-store.js';
import { receiptOf } from '../store/receipt-store.js';
import { sittingById } from '../store/sitting-store.js';
import { IssueLease } from '../use-cases/issue-lease.js';
import type { LeasedSitting } from '../use-cases/leased-sitting.js';
import { ShowBrowserAgain } from '../use-cases/show-browser-again.js';
import { StartSitting } from '../use-cases/start-sitting.js';
import { SubmitSitting } from '../use-cases/submit-sitting.js';
import { WaitForStart } from '../use-cases/wait-for-start.js';
import type { Receipt } from '../use-cases/issue-receipts.js';
import {
  LeasedSittingDto,
  OwnSheetDto,
  ReceiptDto,
  SigningKeyListDto,
  SubmitDto,
} from './dto/sitting.dto.js';
import {
  BrowserCheckedDto,
  BrowserShownDto,
  ExamPageQueryDto,
  LeaseWishDto,
  NextLeaseWishDto,
} from './dto/exam-browser.dto.js';
import { WaitingDto } from './dto/waiting.dto.js';
import { shownBrowser } from './shown-browser.js';
import { SittingTokens } from './sitting-tokens.js';

const NOT_FOUND = {
  code: 'SITTING.NOT_FOUND',
  kind: 'not-found',
  detail: 'There is no such sitting of yours.',
} as const;

/** A candidate's own sitting, by API. */
@ApiTags('sitting')
@Controller('api/v1')
export class SittingsController {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly startSitting: StartSitting,
    private readonly issueLease: IssueLease,
    private readonly submitSitting: SubmitSitting,
    private readonly waitForStart: WaitForStart,
    private readonly showBrowserAgain: ShowBrowserAgain,
    private readonly tokens: SittingTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('sessions/:sessionId/waiting')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'The waiting room',
    description: 'Whether you may begin, when, and where your sealed form lies.',
  })
  @ApiOkResponse({ type: WaitingDto })
  async wait(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<WaitingDto> {
    if (!isUuid(sessionId)) throw new RefusalError(noSession().refusal);
    return orThrow(await this.waitForStart.run(principal, sessionId));
  }

  @Post('sessions/:sessionId/sittings')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Begin your sitting',
    description:
      'Starts your time and gives the key of your form and the right to answer. Where it has begun already, this device takes that right over. With an id of the wish it does not: it is answered again where it was before, otherwise refused (SITTING.LEASE_REVOKED).',
  })
  @ApiCreatedResponse({ type: LeasedSittingDto })
  async start(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() _query: ExamPageQueryDto,
    @Body() body?: LeaseWishDto,
  ): Promise<LeasedSitting> {
    if (!isUuid(sessionId)) throw new RefusalError(noSession().refusal);
    const shown = shownBrowser(this.config, request, body);
    return orThrow(await this.startSitting.run(principal, sessionId, { id: body?.id ?? undefined, shown }));
  }

  @Post('sittings/:sittingId/leases')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Take the right to answer for this device',
    description:
      'The device before loses it; what it had saved stays. Gives the key of the form, the answers so far, the clock.',
  })
  @ApiCreatedResponse({ type: LeasedSittingDto })
  async lease(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Query() _query: ExamPageQueryDto,
    @Body() body?: NextLeaseWishDto,
  ): Promise<LeasedSitting> {
    if (!isUuid(sittingId)) throw new RefusalError(NOT_FOUND);
    const shown = shownBrowser(this.config, request, body);
    const own = this.tokens.read(body?.follows ?? '');
    const wish = { id: body?.id ?? undefined, again: body?.again, shown, own };
    return orThrow(await this.issueLease.run(principal, sittingId, wish));
  }

  @Post('sittings/:sittingId/browser-check')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Show the browser again',
    description:
      'When the page of an exam that goes on here is loaded again: with its sitting token (authorization: Bearer), for the lease of which it is noted. Asks for nothing where any browser will do, or did when the lease was given.',
  })
  @ApiOkResponse({ type: BrowserCheckedDto })
  async checkBrowserAgain(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Query() _query: ExamPageQueryDto,
    @Body() body?: BrowserShownDto,
  ): Promise<BrowserCheckedDto> {
    const claim = orThrow(this.tokens.claimOf(request));
    if (claim.sittingId !== sittingId) throw new RefusalError(NOT_FOUND);
    orThrow(await this.showBrowserAgain.run(principal, claim, shownBrowser(this.config, request, body)));
    return { ok: true };
  }

  @Post('sittings/:sittingId/submission')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Hand in',
    description: 'Gives the signed receipt; handing in again gives the same one.',
  })
  @ApiOkResponse({ type: ReceiptDto })
  async submit(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Body() body: SubmitDto,
  ): Promise<Receipt> {
    if (!isUuid(sittingId)) throw new RefusalError(NOT_FOUND);
    return orThrow(await this.submitSitting.run(principal, sittingId, body.head));
  }

  @Get('signing-keys')
  @Access.anyone()
  @ApiOperation({
    summary: 'Public keys',
    description: 'With them anybody can check a receipt’s signature; retired ones check old receipts.',
  })
  @ApiOkResponse({ type: SigningKeyListDto })
  signingKeys(): SigningKeyListDto {
    const keys = this.keys.publicKeys('receipts');
    return { items: keys.map((key) => ({ purpose: 'receipts', algorithm: 'Ed25519', ...key })) };
  }

  @Get('sittings/:sittingId/receipt')
  @Access.candidate()
  @ApiOperation({ summary: 'Your receipt', description: '404 while the sitting is open.' })
  @ApiOkResponse({ type: ReceiptDto })
  async receipt(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<Receipt> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (!sitting || sitting.personId !== principal.personId) throw new RefusalError(NOT_FOUND);
    const receipt = await receiptOf(this.database.tx, sittingId);
    if (!receipt)
      throw new RefusalError({ ...NOT_FOUND, code: 'SITTING.NO_RECEIPT', detail: 'Not handed in yet.' });
    return receipt;
  }

  @Get('sittings/:sittingId/answer-sheet')
  @Access.candidate()
  @ApiOperation({
    summary: 'Your answer sheet',
    description:
      'What your receipt is of: the hash of its canonical JSON is the receipt’s. 404 while the sitting is open.',
  })
  @ApiOkResponse({ type: OwnSheetDto })
  async answerSheet(
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<OwnSheetDto> {
    const { body } = await this.receipt(principal, sittingId);
    const [sheet] = await answerSheets(this.database.tx, [sittingId]);
    if (!sheet)
      throw new RefusalError({ ...NOT_FOUND, code: 'SITTING.VOID', detail: 'This sitting does not count.' });
    return sheetContent(body.candidateNumber, sheet.answers, body.nonce);
  }
}
