import { shareCommitment } from '../../src/form/domain/draw/seed.js';
import { sha256 } from '../../src/kernel/index.js';
import { staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

/** Sessions whose draws are on their way: shares offered, committed, and drawn after one was cancelled. */
export async function drawsInHand(platform: TestPlatform, competitionId: string) {
  const exam = await staff(platform, 'exam');
  const auditor = await staff(platform, 'auditor');
  const commitment = (text: string) => shareCommitment(sha256(text).toString('hex'));
  const schedule = async (name: string) => {
    const { sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: name, ru: name },
        opensAt: new Date(Date.now() - 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    );
    const draw = `/api/v1/sessions/${sessionId}/draw`;
    await exam.post(`${draw}/offers`, {
      kind: 'outside',
      name: 'Sevinj Karimova, journalist',
      commitment: commitment(`outside ${name}`),
    });
    await exam.post(`${draw}/offers`, {
      kind: 'beacon',
      name: 'drand quicknet',
      round: '25000000',
      due: new Date(Date.now() + 3_600_000).toISOString(),
    });
    return sessionId;
  };
  const [offered, committed, drawn] = [await schedule('A'), await schedule('B'), await schedule('C')];
  for (const id of [committed, drawn]) {
    await exam.post(`/api/v1/sessions/${id}/draw/offers`, {
      kind: 'own',
      commitment: commitment(`own ${id}`),
    });
    await auditor.post(`/api/v1/sessions/${id}/draw/offers`, { kind: 'made' });
    await exam.post(`/api/v1/sessions/${id}/draw/commitment`, {});
  }
  const draw = `/api/v1/sessions/${drawn}/draw`;
  await exam.post(`${draw}/cancellation`, { reason: 'The observer fell ill.' });
  const share = sha256('again').toString('hex');
  await exam.post(`${draw}/offers`, { kind: 'own', commitment: commitment('again') });
  await exam.post(`${draw}/commitment`, { reason: 'Without the observer, who agreed.' });
  const { items } = await exam.get<{ items: { id: string; role: string }[] }>(`${draw}/contributions`);
  await exam.post(`${draw}/shares/${items.find(({ role }) => role === 'officer')?.id ?? ''}`, { share });
  await exam.post(`${draw}/making`);
  return { offered, committed, drawn };
}
