import { StreamableFile } from '@nestjs/common';
import type { OpenMeritReply } from '../../platform/index.js';

/** A file that somebody sent in: saved, never shown in the page, and kept by nobody on the way. */
export function sendEvidence(
  reply: OpenMeritReply,
  file: { readonly name: string; readonly mediaType: string; readonly bytes: Buffer },
): StreamableFile {
  void reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  return new StreamableFile(file.bytes, { type: file.mediaType });
}
