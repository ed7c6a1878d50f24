import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { csvFile, isUuid, refuse, withFieldNames, type Refusal } from '../../kernel/index.js';
import { factorsOf, ProofFormDto, proofOf } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { isOtherThan } from '../domain/offer-terms.js';
import { DIRECT_KINDS, END_REASONS } from '../facts.js';
import { agencyById, directOf, importedOf, otherAppointment } from '../store/other-appointment-store.js';
import { DirectAppointments, directPurpose } from '../use-cases/direct-appointments.js';
import { EndOtherAppointment } from '../use-cases/end-other-appointment.js';
import { ChosenIds } from './chosen-ids.js';
import { knownAppointment } from './direct.controller.js';

class DirectFormDto extends FormDto {
  // A browser sends no radio that is not chosen.
  @IsOptional()
  @IsString()
  @MaxLength(40)
  kind?: string;
  @IsString()
  @MaxLength(1000)
  personName!: string;
  @IsString()
  @MaxLength(1000)
  postTitle!: string;
  @IsString()
  @MaxLength(1000)
  grade!: string;
  @IsString()
  @MaxLength(1000)
  location!: string;
  @IsString()
  @MaxLength(1000)
  legalBasis!: string;
  @IsString()
  @MaxLength(40)
  beginsOn!: string;
}

class DirectSigningFormDto extends ProofFormDto {
  @ChosenIds()
  appointmentIds?: string[];
}

class DirectReasonFormDto extends FormDto {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

class OtherEndFormDto extends FormDto {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  reason?: string;
  @IsString()
  @MaxLength(100)
  endedOn!: string;
}

const VIEW = 'appointment/web/views/direct.njk';
const ENDING = 'appointment/web/views/other-ending.njk';
const READERS = ['hr-officer', 'appointing-official', 'auditor'];
const EXPORTED = 100_000;

/** An agency's appointments without a competition, and imported ones: proposed, signed, ended, and as a file. */
@ApiExcludeController()
@Controller('manage/agencies/:agencyId/appointments')
export class DirectPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly direct: DirectAppointments,
    private readonly endOther: EndOtherAppointment,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.role(READERS, 'agencyId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, agencyId));
  }

  /** For a spreadsheet. */
  @Get('file.csv')
  @Access.role(READERS, 'agencyId')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="appointments.csv"')
  @Header('cache-control', 'no-store')
  async file(@Param('agencyId') agencyId: string): Promise<string> {
    const { tx } = this.database;
    const signed = (await directOf(tx, agencyId)).filter(({ state }) => state === 'signed');
    const imported = await importedOf(tx, agencyId, EXPORTED);
    return csvFile([
      ['kind', 'person_name', 'post_title', 'grade', 'location', 'from', 'basis', 'ended_on', 'end_reason'],
      ...[
        ...signed.map((one) => ({ ...one, from: one.beginsOn, basis: one.legalBasis })),
        ...imported.map((one) => ({ ...one, kind: 'imported', from: one.appointedOn })),
      ].map(({ kind, personName, postTitle, grade, location, from, basis, ended }) => [
        kind,
        personName,
        postTitle,
        grade,
        location,
        from,
        basis,
        ended?.endedOn ?? '',
        ended?.reason ?? '',
      ]),
    ]);
  }

  @Post()
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async propose(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() { _csrf, ...values }: DirectFormDto,
  ): Promise<string> {
    const wish = { ...values, kind: values.kind ?? '' };
    const result = await this.direct.propose(principal, agencyId, wish);
    if (!result.ok) return this.#refused(request, reply, principal, agencyId, result.refusal, { values });
    return seeOther(reply, `/manage/agencies/${agencyId}/appointments`);
  }

  @Post('signature')
  @Access.role(['appointing-official'], 'agencyId')
  @Page()
  async sign(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() { appointmentIds = [], ...proof }: DirectSigningFormDto,
  ): Promise<string> {
    const chosen = appointmentIds.filter(isUuid);
    const given = proofOf(this.config, request, proof);
    const result = await this.direct.sign(principal, agencyId, chosen, given);
    if (!result.ok) return this.#refused(request, reply, principal, agencyId, result.refusal, { chosen });
    return seeOther(reply, `/manage/agencies/${agencyId}/appointments`);
  }

  @Post(':appointmentId/return')
  @Access.role(['appointing-official'], 'agencyId')
  @Page()
  async return(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason }: DirectReasonFormDto,
  ): Promise<string> {
    return this.#takeBack(request, reply, principal, agencyId, appointmentId, 'returned', reason);
  }

  @Post(':appointmentId/withdrawal')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async withdraw(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason }: DirectReasonFormDto,
  ): Promise<string> {
    return this.#takeBack(request, reply, principal, agencyId, appointmentId, 'withdrawn', reason);
  }

  @Get(':appointmentId/end')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async showEnd(
    @Req() request: OpenMeritRequest,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
  ): Promise<string> {
    return this.pages.html(request, ENDING, await this.#ending(agencyId, appointmentId));
  }

  @Post(':appointmentId/end')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async end(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason = '', endedOn }: OtherEndFormDto,
  ): Promise<string> {
    const values = { reason, endedOn };
    const model = { ...(await this.#ending(agencyId, appointmentId)), values };
    const result = await this.endOther.run(principal, agencyId, appointmentId, values);
    if (!result.ok) return this.pages.refused(request, reply, ENDING, model, result.refusal);
    return seeOther(reply, `/manage/agencies/${agencyId}/appointments`);
  }

  async #takeBack(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    agencyId: string,
    appointmentId: string,
    to: 'returned' | 'withdrawn',
    reason: string,
  ): Promise<string> {
    const id = knownAppointment(appointmentId);
    // There is one such field for each proposal.
    const result = withFieldNames(await this.direct.takeBack(principal, agencyId, id, to, reason), {
      reason: `reason-${id}`,
    });
    if (!result.ok) {
      return this.#refused(request, reply, principal, agencyId, result.refusal, {
        takingBack: { id, reason },
      });
    }
    return seeOther(reply, `/manage/agencies/${agencyId}/appointments`);
  }

  async #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    agencyId: string,
    refusal: Refusal,
    typed: Record<string, unknown>,
  ): Promise<string> {
    const model = { ...(await this.#model(principal, agencyId)), ...typed };
    return this.pages.refused(request, reply, VIEW, model, refusal);
  }

  async #ending(agencyId: string, appointmentId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const agency = await agencyById(tx, agencyId);
    const appointment = await otherAppointment(tx, agencyId, knownAppointment(appointmentId));
    if (!agency || !appointment)
      return orThrow(refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.'));
    return { agency, appointment, reasons: END_REASONS };
  }

  async #model(principal: Principal, agencyId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const agency = await agencyById(tx, agencyId);
    if (!agency) return orThrow(refuse('not-found', 'APPOINTMENT.NO_AGENCY', 'There is no such agency.'));
    const direct = await directOf(tx, agencyId);
    const factors = await factorsOf(tx, principal.accountId);
    return {
      agency,
      kinds: DIRECT_KINDS,
      proposed: direct
        .filter(({ state }) => state === 'proposed')
        .map((one) => ({ ...one, own: !isOtherThan(principal, one.proposers) })),
      signed: direct.filter(({ state }) => state === 'signed'),
      dropped: direct.filter(({ state }) => state === 'returned' || state === 'withdrawn'),
      imported: await importedOf(tx, agencyId, 100),
      official: principal.official,
      enrolled: factors.length > 0,
      hasPasskey: factors.some(({ kind }) => kind === 'passkey'),
      purpose: directPurpose([]),
    };
  }
}
