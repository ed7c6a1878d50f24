import { rmSync } from 'node:fs';

/** Stops the run's PostgreSQL by its process and removes its data. */
export default async function tearDown() {
  const { postgres, folder } = globalThis.openmeritTestPostgres ?? {};
  await postgres?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}
