/**
 * The body of an answer, read as it comes: whoever answers without an end fills no memory.
 *
 * @param most bytes. @throws RangeError where it is longer.
 */
export async function boundedBody(answer: Response, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > most) throw new RangeError('The answer is longer than anything that was asked for.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
