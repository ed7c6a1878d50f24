/** The head of a stream of server-sent events (HTML Living Standard 9.2). */
export const EVENT_STREAM_HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // A socket that outlived its stream would hold up the end of the process.
  connection: 'close',
  // Proxies that gather what they pass on would hold events back.
  'x-accel-buffering': 'no',
} as const;
