import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { EndAppointment } from '../use-cases/end-appointment.js';
import { PublishAppointments } from '../use-cases/publish-appointments.js';
import {
  AppointmentEndedDto,
  AppointmentListDto,
  AppointmentsPublishedDto,
  EndAppointmentDto,
} from './dto/appointment.dto.js';

/** Appointments of a competition, each signed by a named official. */
@ApiTags('appointment')
@Controller('api/v1/competitions/:competitionId/appointments')
export class AppointmentsController {
  constructor(
    private readonly database: Database,
    private readonly publishAppointments: PublishAppointments,
    private readonly endAppointment: EndAppointment,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'appointing-official', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'Appointments so far', description: 'In the order they were decided.' })
  @ApiOkResponse({ type: AppointmentListDto })
  async list(@Param('competitionId') competitionId: string): Promise<AppointmentListDto> {
    const appointments = await appointmentsOf(this.database.tx, competitionId);
    return { items: appointments.map(({ personId: _person, ...one }) => one) };
  }

  @Post('publication')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Publish the appointments that wait, together',
    description:
      'Where answer sheets are to be public: in no telling order and without places, so that nobody finds out whose sheet is whose.',
  })
  @ApiOkResponse({ type: AppointmentsPublishedDto })
  async publish(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<AppointmentsPublishedDto> {
    return orThrow(await this.publishAppointments.run(principal, competitionId));
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
