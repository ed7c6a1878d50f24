import type { ItemFile } from '../../src/question-bank/domain/bank-files.js';

/** One picture of the sample bank, as a file of its `media/`. */
export const SAMPLE_PICTURE = {
  file: 'queue.svg',
  bytes: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 150" width="320" height="150"><rect width="320" height="150" fill="#f2efe8"/><g fill="#0b4f5c"><rect x="30" y="90" width="40" height="40"/><rect x="100" y="60" width="40" height="70"/><rect x="170" y="30" width="40" height="100"/><rect x="240" y="70" width="40" height="60"/></g><path d="M20 130h280" stroke="#18232b" stroke-width="2"/></svg>`,
  ),
} as const;

const common = {
  contentArea: 'samples',
  competency: 'judgement',
  cognitiveLevel: 'apply',
  difficulty: 0.6,
  sources: [{ instrument: 'A sample instrument of no state', article: 'Article 1' }],
} as const;
const why = {
  en: 'This is a sample: the answer key is what the instrument says.',
  ru: 'Это образец: ключ таков, как сказано в документе.',
} as const;

const actions = {
  en: {
    a: 'Explain which document is missing and give her a list to take home.',
    b: 'Accept the papers as they are and ask a colleague to sort it out later.',
    c: 'Say that the counter closes soon and ask her to come back another day.',
    d: 'Check whether the missing document can be had from the register, and do so at once.',
  },
  ru: {
    a: 'Объяснить, какого документа не хватает, и дать с собой список.',
    b: 'Принять бумаги как есть и попросить коллегу разобраться потом.',
    c: 'Сказать, что окно скоро закроется, и попросить прийти в другой день.',
    d: 'Проверить, нельзя ли получить недостающее из реестра, и сразу сделать это.',
  },
} as const;
const situation = {
  en: 'A woman has come sixty kilometres to hand in her papers. One document is missing.',
  ru: 'Женщина приехала за шестьдесят километров, чтобы сдать бумаги. Одного документа не хватает.',
} as const;
const judge = (
  id: string,
  response: string,
  points: Record<string, number>,
  ask: Record<'en' | 'ru', string>,
): ItemFile => ({
  ...common,
  id,
  type: 'situational-judgement',
  options: ['a', 'b', 'c', 'd'],
  structure: { response },
  answerKey: { points },
  text: {
    en: { stem: `${situation.en} ${ask.en}`, options: actions.en, rationale: why.en },
    ru: { stem: `${situation.ru} ${ask.ru}`, options: actions.ru, rationale: why.ru },
  },
});

const steps = {
  en: {
    a: 'Register the application',
    b: 'Hear the person concerned',
    c: 'Decide and give reasons',
    d: 'Tell the person of the decision and of the way to appeal',
  },
  ru: {
    a: 'Зарегистрировать заявление',
    b: 'Выслушать заинтересованное лицо',
    c: 'Принять решение и обосновать его',
    d: 'Сообщить о решении и о порядке обжалования',
  },
} as const;

/** An item of every type and of every way to answer, whole and right, in English and Russian. */
export const SAMPLE_ITEMS: readonly ItemFile[] = [
  {
    ...common,
    id: 'TY-ONE-001',
    type: 'single-choice',
    options: ['a', 'b', 'c', 'd'],
    answerKey: { points: { a: 0, b: 100, c: 0, d: 0 } },
    text: {
      en: {
        stem: 'Within how many days must a refusal of access to a document be explained in writing, if nothing else is laid down?',
        options: { a: 'Ten working days', b: 'Fifteen working days', c: 'Thirty days', d: 'Two months' },
        rationale: why.en,
      },
      ru: {
        stem: 'В какой срок отказ в доступе к документу следует письменно обосновать, если не установлено иное?',
        options: {
          a: 'Десять рабочих дней',
          b: 'Пятнадцать рабочих дней',
          c: 'Тридцать дней',
          d: 'Два месяца',
        },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-MUL-001',
    type: 'multiple-response',
    options: ['a', 'b', 'c', 'd', 'e'],
    structure: { maximum: 3 },
    answerKey: { right: ['a', 'c', 'd'], rule: 'per-option' },
    text: {
      en: {
        stem: 'Which of these must an official declare as a possible conflict of interest?',
        options: {
          a: 'Shares in a company that bids for a contract of the office',
          b: 'Membership of a public library',
          c: 'A brother who applies for a post in the same department',
          d: 'Paid lectures for a firm that the office inspects',
          e: 'A former classmate in another ministry',
        },
        rationale: why.en,
      },
      ru: {
        stem: 'О чём из перечисленного служащий обязан заявить как о возможном конфликте интересов?',
        options: {
          a: 'Об акциях компании, которая участвует в закупке ведомства',
          b: 'О читательском билете публичной библиотеки',
          c: 'О брате, который претендует на должность в том же отделе',
          d: 'Об оплаченных лекциях для фирмы, которую ведомство проверяет',
          e: 'О бывшем однокласснике в другом министерстве',
        },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-MUL-002',
    type: 'multiple-response',
    options: ['a', 'b', 'c', 'd'],
    answerKey: { right: ['b', 'd'], rule: 'negative' },
    text: {
      en: {
        stem: 'Which of these are personal data?',
        options: {
          a: 'The number of visits a year',
          b: 'A telephone number',
          c: 'A budget line',
          d: 'A photograph of a face',
        },
        rationale: why.en,
      },
      ru: {
        stem: 'Что из перечисленного относится к персональным данным?',
        options: {
          a: 'Число посещений за год',
          b: 'Номер телефона',
          c: 'Строка бюджета',
          d: 'Фотография лица',
        },
        rationale: why.ru,
      },
    },
  },
  judge(
    'TY-SJT-001',
    'best',
    { a: 55, b: 20, c: 0, d: 100 },
    { en: 'What is the best response?', ru: 'Как поступить лучше всего?' },
  ),
  judge(
    'TY-SJT-002',
    'best-worst',
    { a: 55, b: 20, c: 0, d: 100 },
    { en: 'What is best, and what is worst?', ru: 'Что лучше всего и что хуже всего?' },
  ),
  judge(
    'TY-SJT-003',
    'ranking',
    { a: 55, b: 20, c: 0, d: 100 },
    { en: 'In what order would you prefer these?', ru: 'В каком порядке вы бы это предпочли?' },
  ),
  judge(
    'TY-SJT-004',
    'rating',
    { a: 75, b: 25, c: 0, d: 100 },
    { en: 'How effective is each response?', ru: 'Насколько действенно каждое решение?' },
  ),
  {
    ...common,
    id: 'TY-ORD-001',
    type: 'ordering',
    options: ['a', 'b', 'c', 'd'],
    answerKey: { order: ['a', 'b', 'c', 'd'], rule: 'pairs' },
    text: {
      en: {
        stem: 'An application arrives that may affect a neighbour. In what order do these steps follow?',
        options: steps.en,
        rationale: why.en,
      },
      ru: {
        stem: 'Поступило заявление, которое может затронуть соседа. В каком порядке идут эти шаги?',
        options: steps.ru,
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-MAT-001',
    type: 'matching',
    options: ['a', 'b', 'c', 'd'],
    structure: { prompts: ['p1', 'p2', 'p3'] },
    answerKey: { pairs: { p1: 'a', p2: 'c', p3: 'b' }, rule: 'per-pair' },
    text: {
      en: {
        stem: 'Which body answers for what?',
        options: { a: 'Ombudsman', b: 'Audit office', c: 'Court', d: 'Statistics office' },
        labels: {
          p1: 'Looks into complaints about maladministration',
          p2: 'Annuls an unlawful decision',
          p3: 'Examines how public money was spent',
        },
        rationale: why.en,
      },
      ru: {
        stem: 'Какой орган за что отвечает?',
        options: { a: 'Омбудсмен', b: 'Счётная палата', c: 'Суд', d: 'Служба статистики' },
        labels: {
          p1: 'Рассматривает жалобы на плохое управление',
          p2: 'Отменяет незаконное решение',
          p3: 'Проверяет, как потрачены публичные деньги',
        },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-MAT-002',
    type: 'matching',
    options: ['a', 'b', 'c'],
    structure: { prompts: ['p1', 'p2'] },
    answerKey: { pairs: { p1: 'c', p2: 'a' }, rule: 'all-or-nothing' },
    text: {
      en: {
        stem: 'Which principle does each sentence describe?',
        options: {
          a: 'A measure goes no further than its lawful aim needs',
          b: 'What was promised to one person in one case is kept',
          c: 'Like cases are treated alike, unlike ones differently',
        },
        labels: { p1: 'Equality', p2: 'Proportionality' },
        rationale: why.en,
      },
      ru: {
        stem: 'Какой принцип описывает каждое предложение?',
        options: {
          a: 'Мера не идёт дальше, чем нужно для её законной цели',
          b: 'Обещанное одному человеку в одном деле соблюдается',
          c: 'С одинаковыми случаями поступают одинаково, с разными — по-разному',
        },
        labels: { p1: 'Равенство', p2: 'Соразмерность' },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-GCH-001',
    type: 'gap-choice',
    options: ['a', 'b', 'c', 'd'],
    structure: { gaps: { g1: ['a', 'b'], g2: ['c', 'd'] } },
    answerKey: { gaps: { g1: 'b', g2: 'c' }, rule: 'per-gap' },
    text: {
      en: {
        stem: 'A decision that burdens somebody must [[g1]] reasons, and it must say [[g2]] it can be contested.',
        options: { a: 'avoid', b: 'state', c: 'where', d: 'why' },
        rationale: why.en,
      },
      ru: {
        stem: 'Решение, которое обременяет человека, должно [[g1]] основания и указывать, [[g2]] его можно обжаловать.',
        options: { a: 'скрывать', b: 'содержать', c: 'куда', d: 'зачем' },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-GTX-001',
    type: 'gap-text',
    structure: { gaps: ['g1', 'g2'] },
    answerKey: {
      gaps: {
        g1: { en: ['fifteen', '15'], ru: ['пятнадцати', '15'] },
        g2: { en: ['reasons'], ru: ['причины', 'основания'] },
      },
      rule: 'per-gap',
      normalise: ['case', 'space', 'punctuation', 'yo'],
    },
    text: {
      en: {
        stem: '<p>A refusal is sent within [[g1]] working days.</p><p>It gives the [[g2]] for the refusal.</p>',
        rationale: why.en,
      },
      ru: {
        stem: '<p>Отказ направляют в течение [[g1]] рабочих дней.</p><p>В нём указывают [[g2]] отказа.</p>',
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-NUM-001',
    type: 'numeric',
    structure: { units: { kg: '1', g: '0.001' } },
    answerKey: { value: '12.5', tolerance: '0.1' },
    text: {
      en: {
        stem: 'A parcel scale shows 25 kg for two equal boxes. How heavy is one of them?',
        labels: { kg: 'kilograms', g: 'grams' },
        rationale: why.en,
      },
      ru: {
        stem: 'Весы показывают 25 кг для двух одинаковых коробок. Сколько весит одна?',
        labels: { kg: 'килограммов', g: 'граммов' },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-SHT-001',
    type: 'short-text',
    structure: { maximum: 60 },
    answerKey: {
      accept: { en: ['ombudsman', 'the ombudsman'], ru: ['омбудсмен', 'уполномоченный по правам человека'] },
    },
    text: {
      en: {
        stem: 'Who looks into complaints about maladministration, independently of the government? Name the office.',
        rationale: why.en,
      },
      ru: {
        stem: 'Кто независимо от правительства рассматривает жалобы на плохое управление? Назовите должность.',
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-EXT-001',
    type: 'extended-text',
    structure: { maximum: 2000 },
    answerKey: {
      rubric: [
        { criterion: 'tone', points: 40, levels: [0, 20, 40] },
        { criterion: 'law', points: 60 },
      ],
    },
    text: {
      en: {
        stem: 'Write a reply to a person whose application for a benefit you must refuse. Explain the refusal and what can be done next.',
        labels: {
          tone: 'Tone and clarity',
          'tone-0': 'Cold, or hard to follow',
          'tone-20': 'Clear, but as from a form',
          'tone-40': 'Clear and kind: the person knows where they stand',
          law: 'Names the ground and the way to appeal',
        },
        rationale: why.en,
      },
      ru: {
        stem: 'Напишите ответ человеку, которому вы вынуждены отказать в пособии. Объясните отказ и что можно сделать дальше.',
        labels: {
          tone: 'Тон и ясность',
          'tone-0': 'Холодно или непонятно',
          'tone-20': 'Понятно, но как из бланка',
          'tone-40': 'Ясно и доброжелательно: человек понимает, что с его делом',
          law: 'Названы основание и порядок обжалования',
        },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-CAS-001',
    type: 'case',
    text: {
      en: {
        stem: `<p><strong>A service centre, one Monday</strong></p><p>The centre of a town of 40,000 has four counters. The head of the centre counts the people who come and asks why the queue grows after lunch.</p><p><img src="media/queue.svg" alt="Bar chart of visitors by time of day: 40 at nine, 70 at eleven, 100 at two, 60 at four"></p><table><caption>Visitors and counters</caption><thead><tr><th scope="col">From</th><th scope="col">Visitors</th><th scope="col">Counters open</th></tr></thead><tbody><tr><th scope="row">9:00</th><td>40</td><td>4</td></tr><tr><th scope="row">11:00</th><td>70</td><td>4</td></tr><tr><th scope="row">14:00</th><td>100</td><td>2</td></tr><tr><th scope="row">16:00</th><td>60</td><td>3</td></tr></tbody></table>`,
      },
      ru: {
        stem: `<p><strong>Центр обслуживания, понедельник</strong></p><p>В центре города с населением 40 000 четыре окна. Руководитель считает посетителей и спрашивает, почему очередь растёт после обеда.</p><p><img src="media/queue.svg" alt="Столбчатая диаграмма посетителей по времени: 40 в девять, 70 в одиннадцать, 100 в два, 60 в четыре"></p><table><caption>Посетители и окна</caption><thead><tr><th scope="col">С</th><th scope="col">Посетители</th><th scope="col">Открытых окон</th></tr></thead><tbody><tr><th scope="row">9:00</th><td>40</td><td>4</td></tr><tr><th scope="row">11:00</th><td>70</td><td>4</td></tr><tr><th scope="row">14:00</th><td>100</td><td>2</td></tr><tr><th scope="row">16:00</th><td>60</td><td>3</td></tr></tbody></table>`,
      },
    },
  },
  {
    ...common,
    id: 'TY-CAS-002',
    type: 'single-choice',
    case: 'TY-CAS-001',
    options: ['a', 'b', 'c'],
    answerKey: { points: { a: 0, b: 0, c: 100 } },
    text: {
      en: {
        stem: 'When is the load of one open counter heaviest?',
        options: { a: 'From nine', b: 'From eleven', c: 'From two' },
        rationale: why.en,
      },
      ru: {
        stem: 'Когда нагрузка на одно открытое окно наибольшая?',
        options: { a: 'С девяти', b: 'С одиннадцати', c: 'С двух' },
        rationale: why.ru,
      },
    },
  },
  {
    ...common,
    id: 'TY-CAS-003',
    type: 'numeric',
    case: 'TY-CAS-001',
    answerKey: { value: '50', tolerance: '0' },
    text: {
      en: { stem: 'How many visitors come to one open counter from two o’clock?', rationale: why.en },
      ru: { stem: 'Сколько посетителей приходится на одно открытое окно с двух часов?', rationale: why.ru },
    },
  },
];

/** The sample with this id. */
export function sample(id: string): ItemFile {
  const found = SAMPLE_ITEMS.find((item) => item.id === id);
  if (!found) throw new Error(`There is no sample ${id}.`);
  return found;
}
