import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'decision',
  'accommodation',
  'session_admission',
  'time_change',
  'late_ruling',
  'sitting_void',
  'sitting_end',
  'mark',
  'mark_layer',
  'watch_excuse',
  'incident_review',
] as const;

/** In whose place somebody acted on a sitting: neither of them decides on it later. */
export class InWhosePlace1790000002020 implements MigrationInterface {
  name = 'InWhosePlace1790000002020';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`
        ALTER TABLE ${table} ADD COLUMN acting_for uuid REFERENCES account (id);
        COMMENT ON COLUMN ${table}.acting_for IS 'In whose place the official acted; null: in their own, or it was not kept yet.';
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} DROP COLUMN acting_for`);
  }
}
