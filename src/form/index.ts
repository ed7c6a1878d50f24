export { formSize, partSize, type Blueprint } from './domain/blueprint.js';
export { drawForm, DRAW_ALGORITHM, type DrawnItem } from './domain/draw-form.js';
export { FormModule } from './form.module.js';
export { deliverForm, formItems, type DeliveredForm, type FormItem } from './store/form-store.js';
export { programmeById, programmes, type ProgrammeView } from './store/programme-store.js';
export { CommitDraw } from './use-cases/commit-draw.js';
export { FormFor } from './use-cases/form-for.js';
export { LoadProgrammes } from './use-cases/load-programmes.js';
export { revealDraw } from './use-cases/reveal-draw.js';
