export { DeskModule } from './desk.module.js';
export { EnqueueRehearsals } from './rehearsal/enqueue-rehearsals.js';
export { RehearseHandler } from './rehearsal/rehearse.handler.js';
export { REHEARSE } from './rehearsal/rehearse.job.js';
export { RunRehearsal } from './rehearsal/run-rehearsal.js';
