import { Module } from '@nestjs/common';
import { Appoint } from './use-cases/appoint.js';
import { PublishAppointments } from './use-cases/publish-appointments.js';
import { AppointmentsController } from './web/appointments.controller.js';
import { AppointmentsPages } from './web/appointments.pages.js';

@Module({
  controllers: [AppointmentsController, AppointmentsPages],
  providers: [Appoint, PublishAppointments],
  exports: [Appoint, PublishAppointments],
})
export class AppointmentModule {}
