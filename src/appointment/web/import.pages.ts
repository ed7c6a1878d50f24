import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuse, type Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  isKeepable,
  orThrow,
  Page,
  Pages,
  seeOther,
  TakesFile,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { IMPORT_COLUMNS, MOST_ROWS } from '../domain/import-file.js';
import { batchById, batchesOf, reviewedRows } from '../store/import-store.js';
import { agencyById } from '../store/other-appointment-store.js';
import { ImportAppointments } from '../use-cases/import-appointments.js';

const VIEW = 'appointment/web/views/imports.njk';
const REVIEW = 'appointment/web/views/import-review.njk';
/** Rows that a page shows: all with a fault first. */
const SHOWN = 200;

/** Past appointments from a file: read, looked through row by row, and confirmed by name. */
@ApiExcludeController()
@Controller('manage/agencies/:agencyId/imports')
export class ImportPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly imports: ImportAppointments,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'agencyId')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('agencyId') agencyId: string): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(agencyId));
  }

  @Post()
  @TakesFile()
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async read(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
  ): Promise<string> {
    const { source, file } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const named = typeof source === 'string' && isKeepable(source) ? source : '';
    const bytes = Buffer.isBuffer(file) ? file : Buffer.alloc(0);
    const result = await this.imports.read(principal, agencyId, { source: named, bytes });
    if (!result.ok) {
      const model = { ...(await this.#model(agencyId)), values: { source: named } };
      return this.pages.refused(request, reply, VIEW, model, result.refusal);
    }
    return seeOther(reply, `/manage/agencies/${agencyId}/imports/${result.value.batchId}`);
  }

  @Get(':batchId')
  @Access.role(['hr-officer', 'auditor'], 'agencyId')
  @Page()
  async review(
    @Req() request: OpenMeritRequest,
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
  ): Promise<string> {
    return this.pages.html(request, REVIEW, await this.#review(agencyId, batchId));
  }

  @Post(':batchId/confirmation')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async confirm(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const model = await this.#review(agencyId, batchId);
    const result = await this.imports.confirm(principal, agencyId, batchId);
    return this.#done(request, reply, agencyId, batchId, result.ok ? null : result.refusal, model);
  }

  @Post(':batchId/discarding')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async discard(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const model = await this.#review(agencyId, batchId);
    const result = await this.imports.discard(principal, agencyId, batchId);
    return this.#done(request, reply, agencyId, batchId, result.ok ? null : result.refusal, model);
  }

  #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    agencyId: string,
    batchId: string,
    refusal: Refusal | null,
    model: Record<string, unknown>,
  ): string {
    if (refusal) return this.pages.refused(request, reply, REVIEW, model, refusal);
    return seeOther(reply, `/manage/agencies/${agencyId}/imports/${batchId}`);
  }

  async #model(agencyId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const agency = await agencyById(tx, agencyId);
    if (!agency) return orThrow(refuse('not-found', 'APPOINTMENT.NO_AGENCY', 'There is no such agency.'));
    return { agency, batches: await batchesOf(tx, agencyId), columns: IMPORT_COLUMNS, most: MOST_ROWS };
  }

  async #review(agencyId: string, batchId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const agency = await agencyById(tx, agencyId);
    const batch = isUuid(batchId) ? await batchById(tx, agencyId, batchId) : undefined;
    if (!agency || !batch) return orThrow(refuse('not-found', 'IMPORT.NO_BATCH', 'There is no such file.'));
    const rows = await reviewedRows(tx, batchId);
    const faulty = rows.filter(({ faults }) => faults.length > 0);
    const good = rows.filter(({ faults }) => faults.length === 0);
    const ofKind = (...kinds: string[]) =>
      faulty.filter(({ faults }) => faults.some(({ fault }) => kinds.includes(fault))).length;
    return {
      agency,
      batch,
      counts: {
        rows: rows.length,
        good: good.length,
        twice: ofKind('TWICE', 'KNOWN'),
        faulty: faulty.length - ofKind('TWICE', 'KNOWN'),
      },
      faulty: faulty.slice(0, SHOWN),
      good: good.slice(0, SHOWN),
    };
  }
}
