import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { Paper, qrSvg } from '../../pages/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  formatDateTime,
  local,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { receiptHash } from '../facts.js';
import { endingOf } from '../store/ending-store.js';
import { lateGroupsOfSitting } from '../store/late-store.js';
import { receiptsOf } from '../store/receipt-store.js';
import { sittingById, type SittingView } from '../store/sitting-store.js';
import type { Receipt } from '../use-cases/issue-receipts.js';

/** A candidate's own receipt: on a page, and on paper. */
@ApiExcludeController()
@Controller('sittings/:sittingId/receipt')
export class OwnReceiptPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const sitting = await this.#own(principal, sittingId);
    const [receipt, replaced] = await receiptsOf(this.database.tx, sittingId);
    if (!receipt) return seeOther(reply, `/sittings/${sittingId}`);
    const address = this.#address(receipt);
    const label = this.pages.t(request.language, 'receipt:qr');
    return this.pages.html(request, 'sitting/web/views/receipt.njk', {
      sitting,
      competition: await this.#competition(sitting),
      receipt,
      ending: await endingOf(this.database.tx, sittingId),
      replaced,
      late: await lateGroupsOfSitting(this.database.tx, sittingId),
      hash: receiptHash(receipt.body),
      address,
      qr: qrSvg(address, label),
    });
  }

  /** The same to print, as PDF, in the page's language. */
  @Get('print')
  @Access.candidate()
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  async print(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<Buffer> {
    const sitting = await this.#own(principal, sittingId);
    const [receipt] = await receiptsOf(this.database.tx, sittingId);
    if (!receipt) throw notFound();
    const name = `openmerit-receipt-${receipt.body.candidateNumber}.pdf`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return this.#paper(request.language, receipt, await this.#competition(sitting));
  }

  #paper(
    language: string,
    { body, signature, keyId }: Receipt,
    competition: CompetitionView,
  ): Promise<Buffer> {
    const t = (key: string, parameters?: Record<string, unknown>) => this.pages.t(language, key, parameters);
    const time = (moment: string) => formatDateTime(moment, language);
    const address = this.#address({ body });
    return new Paper(t('receipt:paper'), language)
      .head(`${competition.code} · ${local(competition.agency.name, language)}`, t('receipt:paper'), {
        text: address,
        label: t('receipt:qr'),
        below: t('receipt:qrBelow'),
      })
      .text(local(competition.title, language))
      .facts([
        { name: t('sitting:receipt.number'), text: body.candidateNumber, strong: true },
        { name: t('sitting:receipt.closedAt'), text: time(body.closedAt), strong: true },
        {
          name: t('receipt:answered'),
          text: t('receipt:answeredOf', { answered: body.answered, items: body.items }),
        },
        { name: t('receipt:number'), text: String(body.number) },
        { name: t('sitting:receipt.inLog'), text: time(body.inLogBy) },
      ])
      .section(t('receipt:prove.title'))
      .list([t('receipt:prove.qr'), t('receipt:prove.file'), t('receipt:prove.self')])
      .section(t('receipt:numbers'))
      .small(`${t('receipt:address')}: ${address}`)
      .small(`${t('sitting:receipt.sheet')}: ${body.sheetHash}`)
      .small(`${t('sitting:receipt.signature')}: ${signature}`)
      .small(`${t('sitting:receipt.key')}: ${keyId}`)
      .finish();
  }

  /** What the QR code holds: the public page's address with the receipt's hash, and nothing else of anybody. */
  #address({ body }: Pick<Receipt, 'body'>): string {
    return `${this.config.publicOrigin}/receipts/${receiptHash(body)}`;
  }

  async #competition(sitting: SittingView): Promise<CompetitionView> {
    const competition = await competitionById(this.database.tx, sitting.competitionId);
    if (!competition) throw new Error('A sitting belongs to a competition.');
    return competition;
  }

  async #own(principal: Principal, sittingId: string): Promise<SittingView> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    if (!sitting || sitting.personId !== principal.personId) throw notFound();
    return sitting;
  }
}

const notFound = () =>
  new RefusalError({
    code: 'SITTING.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such sitting of yours.',
  });
