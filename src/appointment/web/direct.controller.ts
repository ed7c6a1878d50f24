import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid, refuse } from '../../kernel/index.js';
import { proofOf } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  type Config,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { batchById, reviewedRows } from '../store/import-store.js';
import { directOf, importedOf } from '../store/other-appointment-store.js';
import { DirectAppointments } from '../use-cases/direct-appointments.js';
import { EndOtherAppointment } from '../use-cases/end-other-appointment.js';
import { ImportAppointments } from '../use-cases/import-appointments.js';
import { AppointmentEndedDto, EndAppointmentDto } from './dto/appointment.dto.js';
import {
  BatchIdDto,
  DirectIdDto,
  DirectStateDto,
  ImportedCountDto,
  ImportReviewDto,
  NewDirectDto,
  NewImportDto,
  OtherAppointmentsDto,
  SignDirectDto,
  SignedDirectDto,
} from './dto/direct.dto.js';
import { OfferReasonDto } from './dto/offer.dto.js';

const READERS = ['hr-officer', 'appointing-official', 'auditor'];

/** An agency's appointments that come from no competition here: by law, or from before there was this log. */
@ApiTags('appointment')
@Controller('api/v1/agencies/:agencyId')
export class DirectController {
  constructor(
    private readonly database: Database,
    private readonly direct: DirectAppointments,
    private readonly endOther: EndOtherAppointment,
    private readonly imports: ImportAppointments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('appointments')
  @Access.role(READERS, 'agencyId')
  @ApiOperation({
    summary: 'Appointments without a competition, and imported ones',
    description: '500 of each.',
  })
  @ApiOkResponse({ type: OtherAppointmentsDto })
  async list(@Param('agencyId') agencyId: string): Promise<OtherAppointmentsDto> {
    const { tx } = this.database;
    const direct = await directOf(tx, agencyId);
    return {
      direct: direct.map(({ proposers: _proposers, ...one }) => one),
      imported: await importedOf(tx, agencyId),
    };
  }

  @Post('appointments')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Propose an appointment without a competition, with its legal basis' })
  @ApiCreatedResponse({ type: DirectIdDto })
  async propose(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: NewDirectDto,
  ): Promise<DirectIdDto> {
    return orThrow(await this.direct.propose(principal, agencyId, body));
  }

  @Post('appointments/signature')
  @HttpCode(200)
  @Access.role(['appointing-official'], 'agencyId')
  @ApiOperation({
    summary: 'Sign proposed ones, by your name and your second factor',
    description: 'Public at once.',
  })
  @ApiOkResponse({ type: SignedDirectDto })
  async sign(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() { appointmentIds, ...proof }: SignDirectDto,
  ): Promise<SignedDirectDto> {
    const given = proofOf(this.config, request, proof);
    return orThrow(await this.direct.sign(principal, agencyId, appointmentIds, given));
  }

  @Post('appointments/:appointmentId/return')
  @HttpCode(200)
  @Access.role(['appointing-official'], 'agencyId')
  @ApiOperation({ summary: 'Return what you will not sign' })
  @ApiOkResponse({ type: DirectStateDto })
  async return(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason }: OfferReasonDto,
  ): Promise<DirectStateDto> {
    const id = knownAppointment(appointmentId);
    return orThrow(await this.direct.takeBack(principal, agencyId, id, 'returned', reason));
  }

  @Post('appointments/:appointmentId/withdrawal')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Withdraw a proposal' })
  @ApiOkResponse({ type: DirectStateDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason }: OfferReasonDto,
  ): Promise<DirectStateDto> {
    const id = knownAppointment(appointmentId);
    return orThrow(await this.direct.takeBack(principal, agencyId, id, 'withdrawn', reason));
  }

  @Post('appointments/:appointmentId/end')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'State that such an appointment has ended', description: 'Once; public at once.' })
  @ApiCreatedResponse({ type: AppointmentEndedDto })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() body: EndAppointmentDto,
  ): Promise<AppointmentEndedDto> {
    const id = knownAppointment(appointmentId);
    return orThrow(await this.endOther.run(principal, agencyId, id, body));
  }

  @Post('imports')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({
    summary: 'Read a file of past appointments',
    description: 'Nothing of it is in the registry until it is confirmed.',
  })
  @ApiCreatedResponse({ type: BatchIdDto })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() { source, content }: NewImportDto,
  ): Promise<BatchIdDto> {
    const bytes = Buffer.from(content, 'base64');
    return orThrow(await this.imports.read(principal, agencyId, { source, bytes }));
  }

  @Get('imports/:batchId')
  @Access.role(READERS, 'agencyId')
  @ApiOperation({ summary: 'A file with each row’s faults', description: 'Rows only until it is decided.' })
  @ApiOkResponse({ type: ImportReviewDto })
  async review(
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
  ): Promise<ImportReviewDto> {
    const { tx } = this.database;
    const batch = await batchById(tx, agencyId, knownBatch(batchId));
    if (!batch) return orThrow(NO_BATCH);
    const { id, source, state, rows, good, written } = batch;
    return { id, source, state, rows, good, written, review: await reviewedRows(tx, batchId) };
  }

  @Post('imports/:batchId/confirmation')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Import the rows without a fault, by your name' })
  @ApiOkResponse({ type: ImportedCountDto })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
  ): Promise<ImportedCountDto> {
    return orThrow(await this.imports.confirm(principal, agencyId, knownBatch(batchId)));
  }

  @Post('imports/:batchId/discarding')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Import nothing of it' })
  @ApiOkResponse({ type: BatchIdDto })
  async discard(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('batchId') batchId: string,
  ): Promise<BatchIdDto> {
    return orThrow(await this.imports.discard(principal, agencyId, knownBatch(batchId)));
  }
}

const NO_BATCH = refuse('not-found', 'IMPORT.NO_BATCH', 'There is no such file.');

export const knownBatch = (id: string): string => (isUuid(id) ? id : orThrow(NO_BATCH));

export const knownAppointment = (id: string): string =>
  isUuid(id)
    ? id
    : orThrow(refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.'));
