import { ApiClient } from './api-client.js';

/** An entry of the registry, as far as a played round looks at it. */
export interface PublishedEntry {
  readonly publicId: string;
  readonly type: string;
  readonly shown: Readonly<Record<string, unknown>>;
}

/** What the registry says of a competition, the newest first. */
export async function entriesOf(base: string, code: string): Promise<PublishedEntry[]> {
  const { items } = await new ApiClient(base).get<{ items: PublishedEntry[] }>(
    `/api/v1/registry/entries?competition=${code}&limit=100`,
  );
  return items;
}

export const entryAddress = (base: string, entry: PublishedEntry | undefined): string =>
  entry ? `${base}/registry/entries/${entry.publicId}` : 'none';
