import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFacts, type Principal } from '../../platform/index.js';
import { readImport, rowHash } from '../domain/import-file.js';
import { MIN_REASON } from '../domain/order-rule.js';
import { importedAppointmentFact } from '../facts.js';
import { batchById, markKnown, reviewedRows } from '../store/import-store.js';
import { agencyById } from '../store/other-appointment-store.js';

export interface ImportWish {
  /** Where the file comes from: a book, a register, an archive; public. */
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** Bytes of a file at most. */
const LARGEST = 256 * 1024 - 1;
const LONGEST_SOURCE = 300;

/**
 * Brings in appointments from before there was this log. A file is read and shown with each row's faults; nothing of it is
 * in the registry until a named officer confirms it, and then only rows without a fault, each once for ever.
 *
 * Refusals: APPOINTMENT.NO_AGENCY, IMPORT.SOURCE, IMPORT.LARGE, IMPORT.NO_BATCH, IMPORT.DECIDED, IMPORT.NOTHING, and those of
 * {@link readImport}.
 */
@Injectable()
export class ImportAppointments {
  constructor(private readonly database: Database) {}

  async read(
    principal: Principal,
    agencyId: string,
    { source: typed, bytes }: ImportWish,
  ): Promise<Result<{ batchId: string }>> {
    const source = typed.trim().replace(/\s+/gu, ' ');
    if (source.length < MIN_REASON || source.length > LONGEST_SOURCE)
      return refuse('invalid', 'IMPORT.SOURCE', 'Name where the file comes from.', {
        fields: { source: 'IMPORT.SOURCE' },
      });
    if (bytes.length > LARGEST)
      return refuse('too-large', 'IMPORT.LARGE', 'The file is too large.', {
        fields: { file: 'IMPORT.LARGE' },
      });
    return this.database.attempt(async (tx) => {
      if (!(await agencyById(tx, agencyId)))
        return refuse('not-found', 'APPOINTMENT.NO_AGENCY', 'There is no such agency.');
      const [clock] = await rows<{ today: string }>(tx, 'SELECT clock_timestamp()::date::text AS today');
      const found = readImport(bytes, clock?.today ?? '');
      if (!found.ok) return found;
      const reviewed = await markKnown(tx, agencyId, found.value);
      const batchId = newId();
      await tx.query(
        `INSERT INTO import_batch (id, agency_id, source, file_hash, reviewed, row_count, good_count, state, uploaded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'read', $8)`,
        [
          batchId,
          agencyId,
          source,
          sha256(bytes),
          JSON.stringify(reviewed),
          reviewed.length,
          reviewed.filter(({ faults }) => faults.length === 0).length,
          principal.accountId,
        ],
      );
      await recordDecision(tx, principal, { action: 'import-read', subject: batchId, scopeId: agencyId });
      return ok({ batchId });
    });
  }

  /** @returns how many rows are in the registry now: another file may have brought some of them meanwhile. */
  async confirm(
    principal: Principal,
    agencyId: string,
    batchId: string,
  ): Promise<Result<{ written: number }>> {
    return this.database.attempt(async (tx) => {
      const held = await this.#hold(tx, agencyId, batchId);
      if (!held.ok) return held;
      const { batch, agency } = held.value;
      const good = (await markKnown(tx, agencyId, await reviewedRows(tx, batchId))).filter(
        ({ faults }) => faults.length === 0,
      );
      if (good.length === 0) return refuse('conflict', 'IMPORT.NOTHING', 'No row can be imported.');
      const ids = good.map(() => newId());
      const values = good.map((row) => row.values);
      const written = await rows<{ id: string }>(
        tx,
        `INSERT INTO imported_appointment (id, batch_id, agency_id, line, row_hash, person_name, post_title, grade, location,
           appointed_on, basis)
         SELECT t.id, $2, $3, t.line, t.hash, t.name, t.post, t.grade, t.place, t.day, t.basis
         FROM unnest($1::uuid[], $4::int[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[], $10::date[], $11::text[])
           AS t (id, line, hash, name, post, grade, place, day, basis) ORDER BY t.hash
         ON CONFLICT (row_hash) DO NOTHING RETURNING id`,
        [
          ids,
          batchId,
          agencyId,
          good.map(({ line }) => line),
          values.map((one) => rowHash(agencyId, one)),
          values.map((one) => one.person_name),
          values.map((one) => one.post_title),
          // Old books do not say it always, and the registry shows something.
          values.map((one) => one.grade || '—'),
          values.map((one) => one.location || '—'),
          values.map((one) => one.appointed_on),
          values.map((one) => one.basis),
        ],
      );
      const isNew = new Set(written.map(({ id }) => id));
      const [decided] = await rows<{ decided_at: Date }>(
        tx,
        `UPDATE import_batch SET state = 'confirmed', decided_by = $2, decided_at = clock_timestamp(), written = $3,
           reviewed = NULL WHERE id = $1 RETURNING decided_at`,
        [batchId, principal.accountId, isNew.size],
      );
      await stateFacts(
        tx,
        values.flatMap((one, index) => {
          const appointmentId = ids[index] ?? '';
          if (!isNew.has(appointmentId)) return [];
          return [
            importedAppointmentFact({
              appointmentId,
              batchId,
              agency,
              post: { title: one.post_title, grade: one.grade || '—', location: one.location || '—' },
              personName: one.person_name,
              appointedOn: one.appointed_on,
              basis: one.basis,
              source: batch.source,
              official: principal.official,
              time: decided?.decided_at ?? batch.uploadedAt,
            }),
          ];
        }),
      );
      await recordDecision(tx, principal, {
        action: 'import-confirmed',
        subject: batchId,
        scopeId: agencyId,
      });
      return ok({ written: isNew.size });
    });
  }

  async discard(
    principal: Principal,
    agencyId: string,
    batchId: string,
  ): Promise<Result<{ batchId: string }>> {
    return this.database.attempt(async (tx) => {
      const held = await this.#hold(tx, agencyId, batchId);
      if (!held.ok) return held;
      await tx.query(
        `UPDATE import_batch SET state = 'discarded', decided_by = $2, decided_at = clock_timestamp(), reviewed = NULL
         WHERE id = $1`,
        [batchId, principal.accountId],
      );
      await recordDecision(tx, principal, {
        action: 'import-discarded',
        subject: batchId,
        scopeId: agencyId,
      });
      return ok({ batchId });
    });
  }

  async #hold(tx: Parameters<typeof batchById>[0], agencyId: string, batchId: string) {
    await rows(tx, 'SELECT 1 FROM import_batch WHERE id = $1 FOR UPDATE', [batchId]);
    const batch = await batchById(tx, agencyId, batchId);
    const agency = await agencyById(tx, agencyId);
    if (!batch || !agency) return refuse('not-found', 'IMPORT.NO_BATCH', 'There is no such file.');
    if (batch.state !== 'read')
      return refuse('conflict', 'IMPORT.DECIDED', 'It is decided already about this file.');
    return ok({ batch, agency });
  }
}
