/**
 * Makes test/vectors/sealed-form-1.json with WebCrypto and CompressionStream alone, nothing of ours: run it again and the
 * same bytes come out. The zlib of another Node may pack otherwise; a reader need not mind, and the file stays as it is.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const { subtle } = globalThis.crypto;
const bytes = (text) => new TextEncoder().encode(text);
const hex = (data) => Buffer.from(data).toString('hex');
const gzip = async (text) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

const texts = (stem, one, two) => ({
  labels: {},
  options: [
    { ref: '1', text: one },
    { ref: '2', text: two },
  ],
  stem,
});
// Written as canonical JSON: names sorted, no spaces.
const form = (en, ru) => ({
  aids: { calculator: 'none' },
  governingLanguage: 'en',
  images: {},
  languages: ['en', 'ru'],
  minutes: 30,
  parts: [
    {
      code: 'law',
      items: [{ position: 1, structure: {}, texts: { en, ru }, type: 'single-choice' }],
      title: { en: 'Law', ru: 'Право' },
    },
  ],
  stimuli: {},
  title: { en: 'Exam', ru: 'Экзамен' },
});
const FORMS = [
  {
    drawId: '4b1d1a2e-0a53-4a7c-9f0e-5c1f4f2f6a10',
    candidateNumber: '7KQ2MZ94XB',
    plain: form(texts('<p>Who decides?</p>', 'One', 'All'), texts('<p>Кто решает? 😀</p>', 'Один', 'Все')),
  },
  {
    drawId: '4b1d1a2e-0a53-4a7c-9f0e-5c1f4f2f6a10',
    candidateNumber: 'C3H8PWT5RV',
    plain: form(
      texts('<p>Who answers?</p>', 'Nobody', 'An official'),
      texts('<p>Кто отвечает?</p>', 'Никто', 'Служащий'),
    ),
  },
];

const vectors = [];
for (const [index, { drawId, candidateNumber, plain }] of FORMS.entries()) {
  const raw = new Uint8Array(await subtle.digest('SHA-256', bytes(`key ${String(index)}`)));
  const nonce = new Uint8Array(await subtle.digest('SHA-256', bytes(`nonce ${String(index)}`))).subarray(
    0,
    12,
  );
  const key = await subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const additionalData = bytes(`openmerit-sealed-form-1 ${drawId} ${candidateNumber}`);
  const json = JSON.stringify(plain);
  const body = await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, await gzip(json));
  const file = Buffer.concat([nonce, Buffer.from(body)]);
  vectors.push({
    drawId,
    candidateNumber,
    contentKey: Buffer.from(raw).toString('base64'),
    address: `/sealed/${hex(await subtle.digest('SHA-256', file))}`,
    file: file.toString('base64'),
    form: json,
  });
}
writeFileSync(
  path.join(import.meta.dirname, 'sealed-form-1.json'),
  `${JSON.stringify({ format: 'openmerit-sealed-form-1', vectors }, null, 2)}\n`,
);
