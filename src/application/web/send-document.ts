import { StreamableFile } from '@nestjs/common';
import type { OpenMeritReply } from '../../platform/index.js';
import type { OpenedDocument } from '../use-cases/open-document.js';

/**
 * A document as an answer: to be saved, never to be drawn by a browser as a page of ours. Its name is told as RFC 6266 and
 * RFC 8187 have it, so that no name breaks out of the header.
 */
export function sendDocument(reply: OpenMeritReply, opened: OpenedDocument): StreamableFile {
  const plain = opened.name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(opened.name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return streamed(reply, opened, `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`);
}

/** A picture as an answer that a page of ours draws; anything else is to be saved, as {@link sendDocument} has it. */
export const showDocument = (reply: OpenMeritReply, opened: OpenedDocument): StreamableFile =>
  opened.contentType.startsWith('image/') ? streamed(reply, opened, 'inline') : sendDocument(reply, opened);

function streamed(reply: OpenMeritReply, opened: OpenedDocument, disposition: string): StreamableFile {
  void reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox");
  return new StreamableFile(opened.content, {
    type: opened.contentType,
    length: opened.bytes,
    disposition,
  });
}
