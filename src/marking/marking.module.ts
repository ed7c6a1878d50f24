import { Module } from '@nestjs/common';
import { AssignMarkers } from './use-cases/assign-markers.js';
import { GiveMark } from './use-cases/give-mark.js';
import { SetMarkingRule } from './use-cases/set-marking-rule.js';
import { StepAside } from './use-cases/step-aside.js';
import { TakeText } from './use-cases/take-text.js';
import { MarkerController } from './web/marker.controller.js';
import { MarkerPages } from './web/marker.pages.js';
import { MarkingPages } from './web/marking.pages.js';
import { MarkingController } from './web/marking.controller.js';

const providers = [AssignMarkers, GiveMark, SetMarkingRule, StepAside, TakeText];

@Module({
  controllers: [MarkerController, MarkerPages, MarkingController, MarkingPages],
  providers,
  exports: providers,
})
export class MarkingModule {}
