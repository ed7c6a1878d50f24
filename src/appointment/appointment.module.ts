import { Module } from '@nestjs/common';
import { Appoint } from './use-cases/appoint.js';
import { AppointmentsController } from './web/appointments.controller.js';

@Module({ controllers: [AppointmentsController], providers: [Appoint], exports: [Appoint] })
export class AppointmentModule {}
