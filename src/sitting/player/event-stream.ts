export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads text/event-stream as it comes, in whatever pieces. Comments, which keep a line awake, give nothing.
 *
 * @returns what to call with each piece; it gives the events that are whole by then.
 */
export function eventStreamReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const fields = block.split('\n').map((line) => /^(event|data): ?(.*)$/.exec(line));
      const of = (name: string): string =>
        fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : [])).join('\n');
      const data = of('data');
      return data === '' ? [] : [{ name: of('event') || 'message', data }];
    });
  };
}
