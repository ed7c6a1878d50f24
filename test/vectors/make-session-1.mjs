/**
 * Makes the test vectors of openmerit-session-1 anew: `node build.mjs && node test/vectors/make-session-1.mjs`.
 * With --check it changes nothing and says what differs. The same program gives the same bytes; where a file changes, points
 * change: the scoring then needs another name.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as kernel from '../../dist/src/kernel/index.js';
import { makeFact } from '../../dist/src/platform/outbox/fact.js';
import * as facts from '../../dist/src/form/facts.js';
import { numbersRoot } from '../../dist/src/form/domain/draw/candidate-numbers.js';
import { compileDraw } from '../../dist/src/form/domain/draw/compile-draw.js';
import { openedShare } from '../../dist/src/form/domain/draw/contributor.js';
import {
  allNumbers,
  assignment,
  BUNDLE_FORMAT,
  numberLists,
} from '../../dist/src/form/domain/draw/draw-bundle.js';
import { DRAW_ALGORITHM } from '../../dist/src/form/domain/draw/draw-form.js';
import { contentCommitment, poolRoot } from '../../dist/src/form/domain/draw/draw-pool.js';
import { formsRoot } from '../../dist/src/form/domain/draw/form-hash.js';
import { preassembledRoot } from '../../dist/src/form/domain/draw/preassembled.js';
import { sessionSeed, shareCommitment } from '../../dist/src/form/domain/draw/seed.js';
import { gradeSitting } from '../../dist/src/grading/domain/grade-sitting.js';
import { checkContent } from '../../dist/src/question-bank/domain/check-content.js';
import { itemType, shapeOf } from '../../dist/src/question-bank/item-types/index.js';
import { rank, RANKING_CODE } from '../../dist/src/ranking/domain/rank.js';
import { ITEMS, RESPONSES } from './session-1-items.mjs';

const { byCodePoints, canonicalJson, hashJson, leafHash, seededGenerator, sha256 } = kernel;
const folder = path.join(import.meta.dirname, 'session-1');
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const hashOf = (value) => hex(hashJson(value));
const checking = process.argv.includes('--check');
const keep = (name, text) => {
  const file = path.join(folder, name);
  if (!checking) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is not what this program makes.\n`);
    process.exitCode = 1;
  }
};
const save = async (name, value) => {
  const options = { ...(await resolveConfig(path.join(folder, name))), parser: 'json' };
  keep(name, await format(JSON.stringify(value), options));
};
const lines = (name, values) => keep(name, values.map((value) => `${canonicalJson(value)}\n`).join(''));
const uuid = (text) => {
  const bytes = hex(sha256(text));
  return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-8${bytes.slice(17, 20)}-${bytes.slice(20, 32)}`;
};
const generator = seededGenerator(sha256('session-1'));
const number = () =>
  Array.from({ length: 10 }, () => kernel.PUBLIC_ID_ALPHABET[generator.below(28)]).join('');
const OFFICIAL = 'Daniyar Omarov, Exam officer';
const LANGUAGES = ['en', 'ru'];

// --- Items: what no language changes of them, and the leaves that bind it ---

const translationsOf = (code) => Object.fromEntries(LANGUAGES.map((one) => [one, uuid(`${code} ${one}`)]));
const wordsOf = (code) =>
  LANGUAGES.map((language) => ({ language, contentHash: hex(sha256(`${code} in ${language}`)) }));
const items = Object.entries(ITEMS)
  .map(([code, item]) => {
    const content = {
      type: item.type,
      contentArea: item.area,
      competency: 'judgement',
      cognitiveLevel: 'apply',
      difficulty: 600,
      structure: { ...item.structure, options: item.options ?? [], fixedOrder: item.fixedOrder ?? false },
      answerKey: item.answerKey,
      sources: [],
      ...(item.case !== undefined && { caseCode: item.case }),
    };
    const opening = {
      salt: hex(sha256(`salt of ${code}`)).slice(0, 32),
      version: hashOf(content),
      translations: wordsOf(code),
      case:
        item.case === undefined
          ? null
          : { version: hex(sha256(`content of ${item.case}`)), translations: wordsOf(item.case) },
    };
    return { code, content, opening };
  })
  .sort((a, b) => byCodePoints(a.code, b.code));
for (const { code, content } of items) {
  const { type, answerKey, structure } = content;
  const found = checkContent({ type, answerKey, ...shapeOf(structure), texts: {} });
  if (found.length > 0) throw new Error(`${code}: ${JSON.stringify(found)}`);
}
const contentOf = new Map(items.map(({ code, content }) => [code, content]));
const pool = items.map(({ code, content, opening }) => ({
  itemVersionId: uuid(code),
  itemCode: code,
  bank: code.slice(0, 3).toLowerCase(),
  contentArea: content.contentArea,
  competency: content.competency,
  cognitiveLevel: content.cognitiveLevel,
  type: content.type,
  difficulty: content.difficulty,
  options: content.structure.options,
  fixedOrder: content.structure.fixedOrder,
  translations: translationsOf(code),
  caseOf:
    content.caseCode === undefined
      ? null
      : {
          code: content.caseCode,
          itemVersionId: uuid(content.caseCode),
          translations: translationsOf(content.caseCode),
        },
  enemies: [],
  exposure: 0,
  content: contentCommitment(opening),
}));

// --- Draws ---

const blueprint = {
  code: 'vectors',
  title: { en: 'Vectors' },
  minutes: 60,
  languages: LANGUAGES,
  governingLanguage: 'en',
  parts: [
    {
      code: 'law',
      title: { en: 'Law' },
      bank: 'law',
      draw: [
        { contentArea: 'choice', count: 2 },
        { contentArea: 'closed', count: 9 },
      ],
    },
    {
      code: 'judgement',
      title: { en: 'Judgement' },
      bank: 'jud',
      draw: [
        { contentArea: 'judgement', count: 5 },
        { contentArea: 'numbers', count: 5 },
      ],
    },
  ],
  pass: { overall: 9, eachPart: 3 },
};
const form = (name, out) => ({
  name,
  parts: ['law', 'jud'].map((bank, index) => ({
    code: blueprint.parts[index].code,
    items: pool
      .filter((leaf) => leaf.bank === bank && !out.includes(leaf.itemCode))
      .map(({ itemCode }) => itemCode),
  })),
});
const assembled = { ...blueprint, assembly: 'parallel', parallel: { forms: 2, maximumOverlap: 19 } };
const FORMS = [form('A', ['LAW-SIN-3', 'LAW-SIN-4']), form('B', ['LAW-SIN-1', 'LAW-SIN-4'])];

/** A draw with its revelation, by two contributors. */
function drawOf(name, body, preassembled, many) {
  const [session, draw] = [uuid(`session ${name}`), uuid(`draw ${name}`)];
  const roster = Array.from({ length: many }, number).sort(byCodePoints);
  const spares = [Array.from({ length: 3 }, number)];
  const contributors = ['platform', 'officer'].map((role) => ({
    role,
    name: role === 'officer' ? OFFICIAL : 'OpenMerit',
    commitment: shareCommitment(hex(sha256(`${role} of ${name}`))),
  }));
  const shares = contributors.map(({ role, name: who }) => ({
    role,
    name: who,
    share: hex(sha256(`${role} of ${name}`)),
  }));
  const seed = sessionSeed(contributors.map((one, index) => openedShare(one, shares[index].share)));
  const compiled = compileDraw({ blueprint: body, pool, preassembled });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
  const assignments = allNumbers({ roster, spares }).map((one) =>
    assignment(compiled.value, seed, session, one),
  );
  const committed = (root, size) => ({ root: hex(root), size });
  const at = (minute) => new Date(Date.UTC(2026, 4, 8, 8, minute));
  const drafts = [
    facts.drawCommittedFact(
      {
        draw,
        number: 1,
        algorithm: DRAW_ALGORITHM,
        programme: { code: body.code, version: 1, contentHash: hashOf(body) },
        pool: committed(poolRoot(pool), pool.length),
        roster: committed(numbersRoot(roster), roster.length),
        spares: committed(numbersRoot(spares[0]), spares[0].length),
        contributors,
        preassembled: preassembled && committed(preassembledRoot(preassembled), preassembled.length),
      },
      at(0),
    ),
    facts.drawShareReceivedFact({ draw, role: 'officer', name: OFFICIAL }, at(30)),
    facts.drawMadeFact(
      {
        draw,
        forms: committed(
          formsRoot(assignments.map(({ number: of, hash }) => ({ number: of, form: hash }))),
          assignments.length,
        ),
      },
      at(31),
    ),
    facts.drawRevealedFact({ draw, shares, listHash: hashOf(numberLists({ roster, spares })) }, at(180)),
  ];
  return {
    format: BUNDLE_FORMAT,
    session,
    draw,
    blueprint: body,
    pool,
    roster,
    spares,
    contributors,
    shares,
    preassembled,
    assignments,
    facts: drafts.map((draft) => {
      const made = makeFact({ ...draft, subject: session, cause: 'VEC-2026-1', official: OFFICIAL });
      return {
        fact: made.fact,
        shown: made.content.shown,
        leafHash: hex(leafHash(canonicalJson(made.fact))),
      };
    }),
  };
}

// --- Sheets ---

/** A response with the refs of this form for `@a`, `@b` … */
const asShown = (response, order) =>
  response.replace(/@([a-z])/g, (_, option) => String(order.indexOf(option) + 1));

/** @param turn which of an item's responses the first sheet has. */
function sessionOf(draw, { sat, turn, annulled, nobody = [] }) {
  const rules = {
    code: 'openmerit-score-2',
    programme: { code: 'vectors', version: 1 },
    pass: blueprint.pass,
    annulled,
  };
  const used = new Set();
  const parts = blueprint.parts.flatMap(({ code, draw: strata }) =>
    strata.flatMap(({ count }) => Array.from({ length: count }, () => code)),
  );
  const numbers = [...sat].sort(byCodePoints);
  const graded = numbers.map((candidateNumber, index) => {
    const { items: places } = draw.assignments.find((one) => one.number === candidateNumber);
    const answers = {};
    places.forEach(([code, order], place) => {
      used.add(code);
      const given = RESPONSES[code];
      const response = given[(index + turn) % given.length];
      if (response !== null && !nobody.includes(index)) answers[String(place + 1)] = asShown(response, order);
    });
    const keyed = places.map(([code, optionOrder], place) => ({
      position: place + 1,
      part: parts[place],
      type: contentOf.get(code).type,
      answerKey: contentOf.get(code).answerKey,
      shape: shapeOf(contentOf.get(code).structure),
      optionOrder,
      annulled: annulled.includes(uuid(code)),
    }));
    const grade = gradeSitting(keyed, { responses: answers, language: '' }, rules.pass);
    const nonce = hex(sha256(`nonce of ${candidateNumber}`)).slice(0, 32);
    const body = {
      v: 1,
      number: 1,
      candidateNumber,
      session: draw.session,
      closedAt: '2026-05-08T10:00:00.000Z',
      closedBy: index % 5 === 4 ? 'clock' : 'candidate',
      items: places.length,
      answered: Object.keys(answers).length,
      leases: [{ lease: 1, seq: 40, hash: hex(sha256(`log of ${candidateNumber}`)) }],
      sheetHash: hashOf({ answers, candidateNumber, nonce }),
      nonce,
      inLogBy: '2026-05-08T10:05:00.000Z',
    };
    const receipt = { body, keyId: 'vectors', signature: Buffer.alloc(64, index).toString('base64') };
    return {
      sheet: { candidateNumber, receipt, answers },
      line: {
        candidateNumber,
        points: grade.points,
        parts: grade.byPart.map(({ part, points }) => ({ part, points })),
        passed: grade.passed,
      },
    };
  });
  const list = { session: draw.session, lines: graded.map(({ line }) => line) };
  const head = {
    format: 'openmerit-session-1',
    session: draw.session,
    competition: 'VEC-2026-1',
    draw: draw.draw,
    resultListHash: hashOf(list),
    rules,
    items: items
      .filter(({ code }) => used.has(code))
      .map(({ code, content, opening }) => ({ itemCode: code, content, opening })),
    sheets: graded.length,
  };
  return { head, sheets: graded.map(({ sheet }) => sheet), list };
}

const [first, second] = [drawOf('drawn', blueprint, null, 12), drawOf('assembled', assembled, FORMS, 4)];
// One of the roster did not come; one came late.
const drawn = sessionOf(first, {
  sat: [...first.roster.slice(1), first.spares[0][0]],
  turn: 0,
  annulled: [uuid('JUD-ANN-1')],
  nobody: [7],
});
const other = sessionOf(second, { sat: second.roster, turn: 1, annulled: [] });

await save('drawn/draw.json', first);
lines('drawn/session.jsonl', [drawn.head, ...drawn.sheets]);
lines('drawn/withheld.jsonl', [
  drawn.head,
  ...drawn.sheets.map((sheet, index) => (index === 2 || index === 7 ? { ...sheet, answers: null } : sheet)),
]);
await save('assembled/draw.json', second);
lines('assembled/session.jsonl', [other.head, ...other.sheets]);
// Lists as they stand beside the log: canonical, so that their hash is that of the file.
keep('drawn/result-list.json', canonicalJson(drawn.list));
keep('assembled/result-list.json', canonicalJson(other.list));

const rule = { code: RANKING_CODE, subjectOrder: blueprint.parts.map(({ code }) => code) };
const rankingOf = (results) => ({
  competition: 'VEC-2026-1',
  version: 2,
  rule,
  places: rank(
    results.map(({ parts, ...line }) => ({
      ...line,
      parts: Object.fromEntries(parts.map(({ part, points }) => [part, points])),
    })),
    rule,
  ).map(({ candidateNumber, points, parts, place }) => ({ candidateNumber, points, parts, place })),
});
// A third session, of which there is the list alone: ties of all kinds, and numbers whose order is that of code points.
const tied = (candidateNumber, law, judgement, passed) => ({
  candidateNumber,
  points: law + judgement,
  parts: [
    { part: 'law', points: law },
    { part: 'judgement', points: judgement },
  ],
  passed,
});
const ties = [
  tied('D', 1000, 1000, true),
  tied('A', 900, 1100, true),
  tied('C', 1000, 1000, true),
  tied('\uFB33', 500, 500, true),
  tied('\u{1F600}', 500, 500, true),
  tied('B', 200, 1700, false),
  tied('F', -100, 50, false),
  tied('G', 50, -100, false),
  tied('E', 900, 1000, false),
];
ties.sort((a, b) => byCodePoints(a.candidateNumber, b.candidateNumber));
keep('ties/result-list.json', canonicalJson({ session: uuid('session ties'), lines: ties }));
keep('ranking.json', canonicalJson(rankingOf([...drawn.list.lines, ...other.list.lines, ...ties])));

// --- Single responses: each that stands above, with the options in two orders ---

const orders = (options) => [options, [...options].reverse()];
await save('scores.json', {
  cases: items.flatMap(({ code, content }) => {
    const { type, answerKey, structure } = content;
    const responses = [...new Set(RESPONSES[code].filter((one) => one !== null))];
    const all = responses.flatMap((response) =>
      orders(structure.options).map((shown) => ({ shown, response: asShown(response, shown) })),
    );
    const unlike = [...new Map(all.map((one) => [canonicalJson(one), one])).values()];
    return unlike.map(({ shown, response }) => {
      const shape = shapeOf(structure);
      const read = itemType(type).readResponse(response, shape, shown);
      const points = read === undefined ? null : itemType(type).score(answerKey, shape, read, '');
      return { item: { code, type, structure, answerKey }, shown, response, points };
    });
  }),
});

// --- Broken ones: one value of one file is another. `names` is what a program has to say of it ---

const at = (index) => drawn.sheets[index].candidateNumber;
const itemIndex = (code) => drawn.head.items.findIndex(({ itemCode }) => itemCode === code);
const item = (code, ...rest) => [0, 'items', itemIndex(code), ...rest];
const answered = (index) => Object.keys(drawn.sheets[index].answers)[0];
const shown = first.assignments.find((one) => one.number === at(0)).items;
const session = (what, line, value, names, code = 1) => ({
  what,
  file: 'session.jsonl',
  at: line,
  value,
  names,
  code,
});
const bundle = (what, where, value, names, code = 1) => ({
  what,
  file: 'draw.json',
  at: where,
  value,
  names,
  code,
});
await save('broken.json', {
  cases: [
    session('an answer is another', [1, 'answers', answered(0)], '7', at(0)),
    session('an answer is gone', [1, 'answers', answered(0)], undefined, at(0)),
    session('an answer is added', [1, 'answers', '99'], '1', at(0)),
    session('a blank sheet has an answer', [8, 'answers', '1'], '1', at(7)),
    session('the nonce is another', [2, 'receipt', 'body', 'nonce'], '00'.repeat(16), at(1)),
    session('the sheet hash is another', [2, 'receipt', 'body', 'sheetHash'], hex(sha256('another')), at(1)),
    session('the receipt is another candidate’s', [3, 'receipt', 'body', 'candidateNumber'], at(3), at(2)),
    session('the receipt is of another session', [3, 'receipt', 'body', 'session'], second.session, at(2)),
    session(
      'a sheet is of a number that the draw lacks',
      [12, 'candidateNumber'],
      'ZZZZZZZZZZ',
      'ZZZZZZZZZZ',
    ),
    session('a sheet is out of its order', [5, 'candidateNumber'], at(3), 'order'),
    session('a sheet is missing', [6], undefined, 'number of sheets'),
    session('the number of sheets is another', [0, 'sheets'], 11, 'number of sheets'),
    session(
      'a right answer is another',
      item('LAW-MUL-2', 'content', 'answerKey', 'right'),
      ['a', 'b'],
      'LAW-MUL-2',
    ),
    session('a rule is another', item('LAW-ORD-1', 'content', 'answerKey', 'rule'), 'pairs', 'LAW-ORD-1'),
    session(
      'a tolerance is another',
      item('JUD-NUM-2', 'content', 'answerKey', 'tolerance'),
      '1',
      'JUD-NUM-2',
    ),
    session(
      'a factor is another',
      item('JUD-NUM-2', 'content', 'structure', 'units', 'g'),
      '0.01',
      'JUD-NUM-2',
    ),
    session('the salt is another', item('JUD-SJT-1', 'opening', 'salt'), '00'.repeat(16), 'JUD-SJT-1'),
    session(
      'the version is another',
      item('JUD-SJT-2', 'opening', 'version'),
      hex(sha256('another')),
      'JUD-SJT-2',
    ),
    session(
      'a translation is another',
      item('JUD-CAS-1', 'opening', 'case', 'translations', 0, 'contentHash'),
      hex(sha256('another')),
      'JUD-CAS-1',
    ),
    session('an item is another’s', item('LAW-SIN-1', 'itemCode'), 'LAW-SIN-9', 'LAW-SIN-9'),
    session('an item is missing', item(shown[0][0]), undefined, at(0)),
    session('the pass mark is lower', [0, 'rules', 'pass', 'overall'], 8, 'pass rule'),
    session('nothing is annulled', [0, 'rules', 'annulled'], [], 'result'),
    session('one more is annulled', [0, 'rules', 'annulled', 1], uuid('LAW-MUL-3'), 'result'),
    session('the scoring is another', [0, 'rules', 'code'], 'openmerit-score-9', 'openmerit-score-9'),
    session('the list is another', [0, 'resultListHash'], hex(sha256('another')), 'result'),
    session('the session is another', [0, 'session'], second.session, 'another draw'),
    session('the draw is another', [0, 'draw'], second.draw, 'another draw'),
    session('the format is another', [0, 'format'], 'openmerit-session-9', 'openmerit-session-1', 2),
    session('the items are none', [0, 'items'], undefined, 'openmerit-session-1', 2),
    session('a receipt is none', [4, 'receipt'], undefined, 'form that the specification gives'),
    session('a structure is none', item('LAW-SIN-2', 'content', 'structure'), null, 'LAW-SIN-2'),
    bundle('a form is another', ['assignments', 2, 'items', 0, 1], ['a'], 'assignments'),
    bundle('a share is another', ['shares', 1, 'share'], 'ff'.repeat(32), 'shares'),
    bundle('a leaf is another', ['pool', 0, 'content'], hex(sha256('another')), 'pool'),
    bundle('the pass mark is another', ['blueprint', 'pass', 'overall'], 8, 'blueprint'),
    bundle('the format is another', ['format'], 'openmerit-draw-bundle-1', 'openmerit-draw-bundle-2', 2),
  ].map(({ value, ...one }) => (value === undefined ? { ...one, leftOut: true } : { ...one, value })),
});
