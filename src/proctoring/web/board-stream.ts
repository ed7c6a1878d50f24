import type { FastifyReply } from 'fastify';
import { EVENT_STREAM_HEAD } from '../../platform/index.js';
import type { BoardListener } from '../use-cases/live-boards.js';

/** A stream that takes nothing for so long is gone, whatever its socket says. */
const MOST_UNREAD = 4 * 1024 * 1024;

/**
 * A reply as a stream of a board's news (server-sent events, HTML Living Standard 9.2). Where it ends, for whatever reason, the
 * browser comes back by itself and gets everything.
 */
export function boardStream(
  reply: FastifyReply,
  principal: BoardListener['principal'],
): BoardListener & { readonly onClose: (work: () => void) => void } {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, EVENT_STREAM_HEAD);
  const write = (text: string): void => {
    if (raw.destroyed) return;
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else raw.write(text);
  };
  write('retry: 2000\n\n');
  return {
    principal,
    tell: (news) => {
      write(`event: board\ndata: ${JSON.stringify(news)}\n\n`);
    },
    beat: () => {
      write('event: beat\ndata: {}\n\n');
    },
    end: () => {
      raw.end();
    },
    onClose: (work) => {
      // Whoever asked may have hung up while their right was looked at.
      if (raw.destroyed) work();
      else raw.on('close', work);
    },
  };
}
