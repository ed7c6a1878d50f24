import type { ApiClient } from '../../src/desk/round/api-client.js';

export interface Consent {
  readonly watched: boolean;
  readonly version: number | null;
  readonly camera: string | null;
  readonly excused: boolean;
  readonly mayBegin: boolean;
  readonly notices: readonly {
    readonly language: string;
    readonly hash: string;
    readonly title: string;
    readonly parts: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
  }[];
  readonly given: readonly { readonly version: number; readonly camera: boolean }[];
}

/** A plan of what is watched, with the camera offered. */
export const OFFERED = {
  watched: true,
  camera: 'offered',
  snapshotsAnHour: 12,
  fullScreen: true,
  keepSnapshotDays: 21,
  keepSignalDays: 90,
  reason: 'The rule of this exam.',
};

/** An exam officer says what is watched in a session. */
export const watch = (exam: ApiClient, sessionId: string, wish: object = OFFERED) =>
  exam.put<{ version: number | null; versions: readonly { version: number; official: string }[] }>(
    `/api/v1/sessions/${sessionId}/watch-plan`,
    wish,
  );

export const consentOf = (client: ApiClient, sessionId: string): Promise<Consent> =>
  client.get(`/api/v1/sessions/${sessionId}/consent`);

/** A candidate reads the notice and agrees to it. */
export async function agree(client: ApiClient, sessionId: string, camera = false): Promise<void> {
  const { notices } = await consentOf(client, sessionId);
  await client.post(`/api/v1/sessions/${sessionId}/consent`, { notice: notices[0]?.hash ?? '', camera });
}
