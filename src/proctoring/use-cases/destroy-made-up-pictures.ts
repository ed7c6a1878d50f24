import { Injectable } from '@nestjs/common';
import { Database, Files } from '../../platform/index.js';

/**
 * Destroys the pictures of a rehearsal in the object store. Before their rows go: whatever breaks off between is done again, and
 * no picture is ever left without a row.
 */
@Injectable()
export class DestroyMadeUpPictures {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
  ) {}

  /** @param sessionId of any other session: nothing is done. */
  async run(sessionId: string): Promise<void> {
    const pictures = await this.database.query<{ id: string }>(
      `SELECT w.id FROM watch_snapshot w JOIN exam_session x ON x.id = w.session_id AND x.rehearsal
       WHERE w.session_id = $1 AND NOT w.is_destroyed`,
      [sessionId],
    );
    for (const { id } of pictures) await this.files.delete(id);
  }
}
