import { seededGenerator, sha256, type SeededGenerator } from '../../kernel/index.js';
import { ApiClient } from './api-client.js';
import { patiently } from './crowd-pace.js';

/** Somebody of a played round who has registered and applied. */
export interface PlayedCandidate {
  readonly client: ApiClient;
  readonly applicationId: string;
}

/** With what a played candidate signs in. */
export const accountOf = (code: string, index: number): { email: string; password: string } => ({
  email: `${code.toLowerCase()}-${String(index)}@example.org`,
  password: `candidate ${code} ${String(index)}`,
});

/** What is chance about a played candidate: the same for the same round and index. */
export const chanceOf = (code: string, index: number): SeededGenerator =>
  seededGenerator(sha256(`${code} ${String(index)}`));

/** Registers, signs in and applies. */
export async function beCandidate(
  base: string,
  competitionId: string,
  {
    code,
    index,
    chance,
  }: { readonly code: string; readonly index: number; readonly chance: SeededGenerator },
): Promise<PlayedCandidate> {
  const client = await new ApiClient(base).begin();
  const { email, password } = accountOf(code, index);
  await patiently(() =>
    client.post('/api/v1/candidates', {
      fullName: nameOf(chance),
      nationalId: `${code}${String(index).padStart(6, '0')}`,
      email,
      password,
      language: chance.below(2) === 0 ? 'en' : 'ru',
    }),
  );
  await patiently(() => client.signIn(email, password));
  const { applicationId } = await client.post<{ applicationId: string }>(
    `/api/v1/competitions/${competitionId}/applications`,
    { language: 'en' },
  );
  return { client, applicationId };
}

const GIVEN = [
  'Aygun',
  'Rashad',
  'Leyla',
  'Murad',
  'Aliya',
  'Yerlan',
  'Saule',
  'Timur',
  'Nigar',
  'Orkhan',
  'Dana',
  'Elvin',
];
const FAMILY = [
  'Hasanov',
  'Karimova',
  'Abdullayev',
  'Nurlan',
  'Sadykova',
  'Quliyeva',
  'Bekov',
  'Ismayilov',
  'Zhunusova',
  'Aliyev',
];

const nameOf = (chance: SeededGenerator): string =>
  `${GIVEN[chance.below(GIVEN.length)] ?? ''} ${FAMILY[chance.below(FAMILY.length)] ?? ''}`;
