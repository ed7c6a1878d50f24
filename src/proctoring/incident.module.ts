import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/index.js';
import { SittingModule } from '../sitting/index.js';
import { AddEvidence } from './use-cases/add-evidence.js';
import { AnswerIncident } from './use-cases/answer-incident.js';
import { ContestIncident } from './use-cases/contest-incident.js';
import { DecideIncident } from './use-cases/decide-incident.js';
import { IncidentGate } from './use-cases/incident-gate.js';
import { OpenIncident } from './use-cases/open-incident.js';
import { IncidentFiguresController } from './web/incident-figures.controller.js';
import { IncidentFiguresPages } from './web/incident-figures.pages.js';
import { IncidentPages } from './web/incident.pages.js';
import { IncidentsController } from './web/incidents.controller.js';
import { IncidentsPages } from './web/incidents.pages.js';
import { OwnIncidentsController } from './web/own-incidents.controller.js';
import { OwnIncidentsPages } from './web/own-incidents.pages.js';

/** Incidents: opened with evidence, answered, decided by a second person, contested once. */
@Module({
  imports: [PeopleModule, SittingModule],
  controllers: [
    IncidentFiguresController,
    IncidentFiguresPages,
    IncidentPages,
    IncidentsController,
    IncidentsPages,
    OwnIncidentsController,
    OwnIncidentsPages,
  ],
  providers: [AddEvidence, AnswerIncident, ContestIncident, DecideIncident, IncidentGate, OpenIncident],
})
export class IncidentModule {}
