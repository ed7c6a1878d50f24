import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { Appoint } from '../use-cases/appoint.js';
import { EndAppointment } from '../use-cases/end-appointment.js';
import {
  AppointDto,
  AppointedDto,
  AppointmentEndedDto,
  AppointmentListDto,
  EndAppointmentDto,
} from './dto/appointment.dto.js';

/** Appointments of a competition, decided by a named HR officer. */
@ApiTags('appointment')
@Controller('api/v1/competitions/:competitionId/appointments')
export class AppointmentsController {
  constructor(
    private readonly database: Database,
    private readonly appoint: Appoint,
    private readonly endAppointment: EndAppointment,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'Appointments so far', description: 'In the order they were decided.' })
  @ApiOkResponse({ type: AppointmentListDto })
  async list(@Param('competitionId') competitionId: string): Promise<AppointmentListDto> {
    return { items: await appointmentsOf(this.database.tx, competitionId) };
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Appoint, by your name',
    description:
      'From the approved ranking, in its order; passing over a higher place needs a reason. Public at once.',
  })
  @ApiCreatedResponse({ type: AppointedDto })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: AppointDto,
  ): Promise<AppointedDto> {
    return orThrow(
      await this.appoint.run(principal, competitionId, { ...body, reason: body.reason ?? null }),
    );
  }
  @Post(':appointmentId/end')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'State that an appointment has ended, by your name',
    description: 'Once for each appointment. Public at once; it names the appointment and nobody.',
  })
  @ApiCreatedResponse({ type: AppointmentEndedDto })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() body: EndAppointmentDto,
  ): Promise<AppointmentEndedDto> {
    return orThrow(await this.endAppointment.run(principal, competitionId, appointmentId, body));
  }
}
