import { isUuid } from '../../kernel/index.js';
import { hasRole, PLATFORM_SCOPE_ID } from '../../people/index.js';
import { RefusalError, type Database, type Principal } from '../../platform/index.js';
import { assemblyById, type AssemblyView } from '../store/assembly-store.js';
import { blueprintById, type BlueprintView } from '../store/blueprint-store.js';

/** Who makes blueprints and forms; auditors read along. */
export const WRITERS = ['exam-officer'];
export const READERS = ['exam-officer', 'auditor'];

export const mayWrite = (principal: Principal | null): boolean =>
  principal !== null && hasRole(principal.grants, WRITERS, [PLATFORM_SCOPE_ID]);

/** @throws RefusalError FORM.NO_BLUEPRINT */
export async function blueprintOr404(database: Database, id: string): Promise<BlueprintView> {
  const found = isUuid(id) ? await blueprintById(database.tx, id) : undefined;
  if (found) return found;
  throw new RefusalError({
    code: 'FORM.NO_BLUEPRINT',
    kind: 'not-found',
    detail: 'There is no such blueprint.',
  });
}

/** @throws RefusalError FORM.NO_ASSEMBLY */
export async function assemblyOr404(database: Database, id: string): Promise<AssemblyView> {
  const found = isUuid(id) ? await assemblyById(database.tx, id) : undefined;
  if (found) return found;
  throw new RefusalError({
    code: 'FORM.NO_ASSEMBLY',
    kind: 'not-found',
    detail: 'There is no such assembly.',
  });
}
