/**
 * Makes the test vectors of openmerit-draw-2 anew: `node build.mjs && node test/vectors/make-draw-2.mjs`.
 * With --check it changes nothing and says what differs. The same program gives the same bytes; where a file changes, other implementations break: the algorithm then needs
 * another name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as kernel from '../../dist/src/kernel/index.js';
import { makeFact } from '../../dist/src/platform/outbox/fact.js';
import * as facts from '../../dist/src/form/facts.js';
import { furtherSpareNumbers, numbersRoot } from '../../dist/src/form/domain/draw/candidate-numbers.js';
import { compileDraw } from '../../dist/src/form/domain/draw/compile-draw.js';
import { openedShare } from '../../dist/src/form/domain/draw/contributor.js';
import {
  allNumbers,
  assignment,
  BUNDLE_FORMAT,
  numberLists,
} from '../../dist/src/form/domain/draw/draw-bundle.js';
import { DRAW_ALGORITHM } from '../../dist/src/form/domain/draw/draw-form.js';
import { poolRoot } from '../../dist/src/form/domain/draw/draw-pool.js';
import { formsRoot } from '../../dist/src/form/domain/draw/form-hash.js';
import { permutation } from '../../dist/src/form/domain/draw/option-order.js';
import { preassembledRoot } from '../../dist/src/form/domain/draw/preassembled.js';
import {
  beaconShare,
  candidateSeed,
  sessionSeed,
  shareCommitment,
} from '../../dist/src/form/domain/draw/seed.js';

const { byCodePoints, canonicalJson, hashJson, leafHash, merkleRoot, seededGenerator, sha256 } = kernel;
const folder = path.join(import.meta.dirname, 'draw-2');
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const checking = process.argv.includes('--check');
const save = async (name, value) => {
  const file = path.join(folder, name);
  const options = { ...(await resolveConfig(file)), parser: 'json' };
  const text = await format(JSON.stringify(value), options);
  if (!checking) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is not what this program makes.\n`);
    process.exitCode = 1;
  }
};

// Each is a text of JSON, so that no reader's own parser stands between.
const texts = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '0',
  '-0',
  '-0.0',
  '1',
  '-1',
  '1.0',
  '1e0',
  '100',
  '1e21',
  '1E+21',
  '999999999999999900000',
  '1e20',
  '123456789012345680000',
  '0.1',
  '0.000001',
  '1e-6',
  '1e-7',
  '0.0000012345',
  '123.456',
  '-1.5e-9',
  '9007199254740991',
  '9007199254740993',
  '333333333.33333329',
  '4.50',
  '2e-3',
  '5e-324',
  '1.7976931348623157e308',
  '0.1e1',
  '10000000000000000000000',
  '"\\u20ac$\\u000f\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"',
  '"\\u0000\\u001f\\u007f\\u0080"',
  '"\\u2028\\u2029"',
  '"\\ud83d\\ude02 \\ufb33"',
  '"\\b\\f\\n\\r\\t"',
  '"ё Ә қ"',
  '{"b":1,"a":2,"aa":3,"A":4,"":5}',
  '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
  ' [ 56 , { "d" : true , "10" : null , "1" : [ ] } ] ',
];
await save('canonical-json.json', {
  cases: texts.map((json) => ({
    json,
    canonical: canonicalJson(JSON.parse(json)),
    sha256: hex(hashJson(JSON.parse(json))),
  })),
});

await save('generator.json', {
  cases: [
    ['openmerit', [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000]],
    ['bounds', [1, 2, 3, 7, 24, 120, 65_536, 479_001_600, 4_294_967_295, 4_294_967_296]],
    // Half of all words are refused by such bounds.
    ['rejections', Array(24).fill(2_147_483_649)],
    ['many blocks', Array.from({ length: 200 }, (_, i) => i + 1)],
  ].map(([text, bounds]) => {
    const seed = sha256(text);
    const generator = seededGenerator(seed);
    return { seed: hex(seed), bounds, values: bounds.map((bound) => generator.below(bound)) };
  }),
});

await save('merkle.json', {
  cases: [0, 1, 2, 3, 4, 5, 7, 8, 9, 33].map((count) => {
    const leaves = Array.from({ length: count }, (_, i) => `leaf ${String(i)} ё`);
    return { leaves, root: hex(merkleRoot(leaves.map((leaf) => leafHash(leaf)))) };
  }),
});

await save('option-order.json', {
  cases: [
    [1, 0],
    [2, 0],
    [2, 1],
    [3, 4],
    [4, 0],
    [4, 17],
    [4, 23],
    [5, 119],
    [8, 20_160],
    [12, 479_001_599],
    [12, 123_456_789],
  ].map(([count, number]) => {
    const options = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));
    return { options, number, order: permutation(options, number) };
  }),
});

const shares = ['platform', 'officer', 'observer'].map((who) => hex(sha256(`share of ${who}`)));
const session = '5d9f3c1e-7a58-4f4e-9a55-0d6f0a3c2b11';
const seed = sessionSeed(shares);
await save('seed.json', {
  shares: shares.map((share) => ({ share, commitment: shareCommitment(share) })),
  beacons: [
    ['drand quicknet', '4711', 'ab'.repeat(32)],
    ['Лотерея', '2026/7', '3 17 22 41'],
  ].map(([name, round, value]) => ({
    name,
    round,
    value,
    share: beaconShare(name, round, value),
  })),
  seed: hex(seed),
  session,
  candidates: ['C7M2X4QFT9', 'K2HBZ8W3PD'].map((number) => ({
    number,
    seed: hex(candidateSeed(seed, session, number)),
  })),
  furtherSpareNumbers: { list: 2, used: [], numbers: furtherSpareNumbers(seed, session, 2, 5, new Set()) },
});

// Small bundles, one for each way of assembly, with all that a draw can have.
const numberGenerator = seededGenerator(sha256('numbers'));
const number = () =>
  Array.from({ length: 10 }, () => kernel.PUBLIC_ID_ALPHABET[numberGenerator.below(28)]).join('');
const uuid = (text) => {
  const bytes = hex(sha256(text));
  return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-8${bytes.slice(17, 20)}-${bytes.slice(20, 32)}`;
};
const LANGUAGES = ['en', 'ru', 'kk'];
const translations = (code) =>
  Object.fromEntries(LANGUAGES.map((language) => [language, uuid(`${code} ${language}`)]));
const leaf = (bank, area, index, more = {}) => {
  const itemCode = `${bank.toUpperCase()}-${area.toUpperCase()}-${String(index).padStart(2, '0')}`;
  return {
    itemVersionId: uuid(itemCode),
    itemCode,
    bank,
    contentArea: area,
    competency: index % 2 ? 'law' : 'service',
    cognitiveLevel: index % 3 ? 'apply' : 'remember',
    type: index % 4 ? 'single-choice' : 'ordering',
    difficulty: 300 + 50 * index,
    options: ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + (index % 4)),
    fixedOrder: index % 5 === 0,
    translations: translations(itemCode),
    caseOf: null,
    enemies: [],
    exposure: index % 3,
    content: hex(sha256(`content of ${itemCode}`)),
    ...more,
  };
};
const caseOf = (code) => ({ code, itemVersionId: uuid(code), translations: translations(code) });
const pool = [
  ...Array.from({ length: 9 }, (_, i) => leaf('law', 'rights', i)),
  ...Array.from({ length: 8 }, (_, i) => leaf('law', 'ethics', i)),
  leaf('law', 'ethics', 20, { caseOf: caseOf('LAW-CASE-1') }),
  leaf('law', 'ethics', 21, {
    caseOf: caseOf('LAW-CASE-1'),
    options: Array.from({ length: 13 }, (_, i) => `o${String(i)}`),
  }),
  leaf('law', 'rights', 22, { caseOf: caseOf('LAW-CASE-2') }),
  leaf('law', 'rights', 23, { caseOf: caseOf('LAW-CASE-2'), enemies: ['LAW-RIGHTS-01', 'LAW-GONE-99'] }),
  leaf('law', 'rights', 24, { enemies: ['LAW-ETHICS-03'] }),
  ...Array.from({ length: 6 }, (_, i) => leaf('care', 'citizens', i)),
  leaf('care', 'citizens', 30, { itemCode: 'CARE-\u{1F600}', itemVersionId: uuid('smile') }),
  leaf('care', 'citizens', 31, { itemCode: 'CARE-\uFB33', itemVersionId: uuid('dagesh') }),
].sort((a, b) => byCodePoints(a.itemCode, b.itemCode));
const title = (text) => ({ en: text });
const base = {
  code: 'vectors',
  title: title('Vectors'),
  minutes: 10,
  languages: ['en', 'ru'],
  governingLanguage: 'en',
  parts: [
    {
      code: 'law',
      title: title('Law'),
      bank: 'law',
      draw: [
        { contentArea: 'rights', count: 4 },
        { contentArea: 'ethics', competency: 'law', difficulty: { from: 300, to: 650 }, count: 1 },
        { contentArea: 'ethics', count: 3 },
      ],
    },
    {
      code: 'care',
      title: title('Care'),
      bank: 'care',
      draw: [{ contentArea: 'citizens', type: 'single-choice', count: 3 }],
    },
  ],
  pass: { overall: 5, eachPart: 1 },
};
const form = (name, law, care) => ({
  name,
  parts: [
    { code: 'law', items: law },
    { code: 'care', items: care },
  ],
});
const formA = form(
  'A',
  [
    'LAW-RIGHTS-00',
    'LAW-RIGHTS-02',
    'LAW-RIGHTS-22',
    'LAW-RIGHTS-23',
    'LAW-ETHICS-01',
    'LAW-ETHICS-20',
    'LAW-ETHICS-21',
    'LAW-ETHICS-04',
  ],
  ['CARE-CITIZENS-01', 'CARE-CITIZENS-02', 'CARE-\u{1F600}'],
);
const formB = form(
  'B',
  [
    'LAW-RIGHTS-03',
    'LAW-RIGHTS-04',
    'LAW-RIGHTS-05',
    'LAW-RIGHTS-06',
    'LAW-ETHICS-05',
    'LAW-ETHICS-02',
    'LAW-ETHICS-06',
    'LAW-ETHICS-07',
  ],
  ['CARE-CITIZENS-03', 'CARE-CITIZENS-05', 'CARE-\uFB33'],
);

const committed = (root, size) => ({ root: hex(root), size });

function bundle(name, blueprint, preassembled, further) {
  const draw = uuid(`draw ${name}`);
  const roster = Array.from({ length: 5 }, number).sort(byCodePoints);
  const spares = [Array.from({ length: 3 }, number)];
  const contributors = [
    { role: 'platform', name: 'OpenMerit', commitment: shareCommitment(shares[0]) },
    { role: 'officer', name: 'Daniyar Omarov, Exam officer', commitment: shareCommitment(shares[1]) },
    { role: 'observer', name: 'Нигяр Алиева, журналистка', commitment: shareCommitment(shares[2]) },
    { role: 'beacon', name: 'drand quicknet', round: '4711', due: '2026-03-27T09:00:00.000Z' },
  ];
  const handed = contributors.map(({ role, name: who }, i) => ({
    role,
    name: who,
    share: shares[i] ?? 'cd'.repeat(32),
  }));
  const own = sessionSeed(contributors.map((one, i) => openedShare(one, handed[i].share)));
  const compiled = compileDraw({ blueprint, pool, preassembled });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const formOf = (one) => assignment(compiled.value, own, session, one);
  const hashes = (numbers) => numbers.map((one) => ({ number: one, form: formOf(one).hash }));
  const at = (minute) => new Date(Date.UTC(2026, 2, 27, 8, minute));
  const drafts = [
    ...(further
      ? [
          facts.drawRepeatedFact(
            { draw, number: 2, repeats: uuid('before'), reason: 'The observer fell ill.' },
            at(0),
          ),
        ]
      : []),
    facts.drawCommittedFact(
      {
        draw,
        number: further ? 2 : 1,
        algorithm: DRAW_ALGORITHM,
        programme: { code: blueprint.code, version: 1, contentHash: hex(hashJson(blueprint)) },
        pool: committed(poolRoot(pool), pool.length),
        roster: committed(numbersRoot(roster), roster.length),
        spares: committed(numbersRoot(spares[0]), spares[0].length),
        contributors,
        preassembled: preassembled && committed(preassembledRoot(preassembled), preassembled.length),
      },
      at(0),
    ),
    ...contributors
      .slice(1)
      .map(({ role, name: who }, i) => facts.drawShareReceivedFact({ draw, role, name: who }, at(61 + i))),
  ];
  const first = [...roster, ...spares[0]];
  drafts.push(facts.drawMadeFact({ draw, forms: committed(formsRoot(hashes(first)), first.length) }, at(70)));
  if (further) {
    const numbers = furtherSpareNumbers(own, session, 2, 4, new Set(first));
    spares.push(numbers);
    const content = {
      draw,
      list: 2,
      spares: committed(numbersRoot(numbers), 4),
      formsRoot: hex(formsRoot(hashes(numbers))),
    };
    drafts.push(facts.drawSparesAddedFact(content, at(80)));
  }
  const listHash = hex(hashJson(numberLists({ roster, spares })));
  drafts.push(facts.drawRevealedFact({ draw, shares: handed, listHash }, at(200)));
  return {
    format: BUNDLE_FORMAT,
    session,
    draw,
    blueprint,
    pool,
    roster,
    spares,
    contributors,
    shares: handed,
    preassembled,
    assignments: allNumbers({ roster, spares }).map(formOf),
    facts: drafts.map((draft) => {
      const { fact, content } = makeFact({
        ...draft,
        subject: session,
        cause: 'MDS-2026-1',
        official: 'Daniyar Omarov, Exam officer',
      });
      return { fact, shown: content.shown, leafHash: hex(leafHash(canonicalJson(fact))) };
    }),
  };
}

const perCandidate = { ...base, include: ['LAW-ETHICS-20'], exclude: ['LAW-GONE-98'], maximumExposure: 3 };
await save('bundle-per-candidate.json', bundle('per-candidate', perCandidate, null, true));
await save('bundle-one-form.json', bundle('one-form', { ...base, assembly: 'one-form' }, [formA], false));
const parallel = { ...base, assembly: 'parallel', parallel: { forms: 2, maximumOverlap: 0 } };
await save('bundle-parallel.json', bundle('parallel', parallel, [formA, formB], false));
