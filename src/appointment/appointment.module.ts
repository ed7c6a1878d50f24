import { Module } from '@nestjs/common';
import { Appoint } from './use-cases/appoint.js';
import { PublishAppointments } from './use-cases/publish-appointments.js';
import { EndAppointment } from './use-cases/end-appointment.js';
import { AppointmentsController } from './web/appointments.controller.js';
import { AppointmentsPages } from './web/appointments.pages.js';
import { EndingPages } from './web/ending.pages.js';

@Module({
  controllers: [AppointmentsController, AppointmentsPages, EndingPages],
  providers: [Appoint, EndAppointment, PublishAppointments],
  exports: [Appoint, PublishAppointments],
})
export class AppointmentModule {}
