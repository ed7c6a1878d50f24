export { Bus, type Hint } from './bus/bus.js';
export * from './config/config.js';
export * from './database/database.js';
export { Files } from './files/files.js';
export { scan, ScannerAwayError, type ScanVerdict } from './files/scanner.js';
export { ObjectMissingError, type ObjectStore } from './files/object-store.js';
export { openObjectStore } from './files/open-object-store.js';
export { GroupCommit, GroupCommitFull, type ByteBounds } from './group-commit.js';
export * from './health/machine.js';
export * from './database/own-connection.js';
export * from './database/binary-array.js';
export * from './http/access.js';
export * from './http/bare-routes.js';
export {
  formatDate,
  formatDateTime,
  formatLanguage,
  formatPoints,
  formatScaled,
  local,
} from './i18n/formats.js';
export type { Translator } from './i18n/i18n.js';
export { cookieOf } from './http/cookies.js';
export * from './http/cursor.js';
export { dataBlock } from './http/data-block.js';
export { EVENT_STREAM_HEAD } from './http/event-stream.js';
export { KeptPages, SharedPage } from './http/kept-pages.js';
export { languageOf } from './http/language.js';
export { BARE_PAGE_HEADERS } from './http/page-policy.js';
export * from './http/form-dto.js';
export * from './http/is-day.js';
export * from './http/is-texts.js';
export { MAX_FILE, TakesFile } from './http/multipart.js';
export { MAX_UPLOAD, StreamsFile, uploadOf, type Upload } from './http/upload.js';
export { boundedBody } from './http/bounded-body.js';
export * from './http/drawn-once.js';
export * from './http/page-query.dto.js';
export * from './http/pages.js';
export * from './http/principal.js';
export * from './http/problem.js';
export { isKeepable } from './http/validation.js';
export * from './keys/key-ring.js';
export { Mailer, type Delivery, type Letter } from './mail/mailer.js';
export { openMailer } from './mail/open-mailer.js';
export * from './outbox/chunk.js';
export * from './outbox/fact.js';
export * from './outbox/outbox.js';
export * from './platform.module.js';
export * from './queue/failed-jobs.js';
export * from './queue/job-definition.js';
export * from './queue/job-queue.js';
export * from './sessions/session-store.js';
