import { Module } from '@nestjs/common';
import { AssignMarkers } from './use-cases/assign-markers.js';
import { GiveMark } from './use-cases/give-mark.js';
import { SetMarkingRule } from './use-cases/set-marking-rule.js';
import { StepAside } from './use-cases/step-aside.js';
import { TakeText } from './use-cases/take-text.js';
import { MarkerController } from './web/marker.controller.js';
import { MarkingController } from './web/marking.controller.js';

const providers = [AssignMarkers, GiveMark, SetMarkingRule, StepAside, TakeText];

@Module({ controllers: [MarkerController, MarkingController], providers, exports: providers })
export class MarkingModule {}
