import { defineJob } from '../../platform/index.js';

/** Sends some letters, one after another over one line. Ids only: the record holds the rest. */
export interface SendNoticesPayload {
  readonly noticeIds: readonly string[];
}

export const SEND_NOTICES = defineJob<SendNoticesPayload>('send-notices', 1);
