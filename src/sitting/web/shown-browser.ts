import { originOf } from '../../people/index.js';
import type { Config, OpenMeritRequest } from '../../platform/index.js';
import type { ShownBrowser } from '../domain/exam-browser/index.js';
import type { BrowserShownDto } from './dto/exam-browser.dto.js';

/**
 * What a request shows of the browser it came from. Safe Exam Browser hashes the address as it sees it: behind a proxy that is
 * the public origin, whatever host the request names.
 */
export function shownBrowser(
  config: Pick<Config, 'publicOrigin' | 'demonstration'>,
  request: OpenMeritRequest,
  body: BrowserShownDto | undefined,
): ShownBrowser {
  const origin = originOf(config, request);
  const configKeyHash = request.headers['x-safeexambrowser-configkeyhash'];
  const browserExamKeyHash = request.headers['x-safeexambrowser-requesthash'];
  return {
    origin,
    header:
      typeof configKeyHash === 'string'
        ? {
            address: `${origin}${request.url}`,
            configKeyHash,
            ...(typeof browserExamKeyHash === 'string' && { browserExamKeyHash }),
          }
        : undefined,
    page: body?.browser,
  };
}
