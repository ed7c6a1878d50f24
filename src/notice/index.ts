export { NoticeModule } from './notice.module.js';
export type { NoticeDraft } from './domain/notice-kinds.js';
export { SEND_NOTICES } from './jobs/send-notices.job.js';
export { SendNoticesHandler } from './jobs/send-notices.handler.js';
export { EnqueueNotices } from './use-cases/enqueue-notices.js';
export { postNotice, postNotices } from './use-cases/post-notice.js';
