import { Module } from '@nestjs/common';
import { AssignMarkers } from './use-cases/assign-markers.js';
import { GiveMark } from './use-cases/give-mark.js';
import { SetMarkingRule } from './use-cases/set-marking-rule.js';
import { StepAside } from './use-cases/step-aside.js';
import { TakeText } from './use-cases/take-text.js';

const providers = [AssignMarkers, GiveMark, SetMarkingRule, StepAside, TakeText];

@Module({ controllers: [], providers, exports: providers })
export class MarkingModule {}
