import type { EligibilityRule } from './eligibility-rule.js';

/** The shipped profile's rules of eligibility, in the manner of the example countries. */
export const GENERAL_RULES: readonly EligibilityRule[] = [
  {
    code: 'citizenship',
    kind: 'yes-no',
    eligible: 'yes',
    title: { en: 'Citizenship', ru: 'Гражданство' },
    question: { en: 'Are you a citizen of this country?', ru: 'Вы гражданин этой страны?' },
    law: {
      en: 'Only citizens of this country may be appointed to the civil service.',
      ru: 'На государственную службу принимают только граждан этой страны.',
    },
    document: 'needed',
    documentName: { en: 'Identity card or passport', ru: 'Удостоверение личности или паспорт' },
  },
  {
    code: 'age',
    kind: 'date',
    least: 18,
    most: null,
    title: { en: 'Age', ru: 'Возраст' },
    question: { en: 'When were you born?', ru: 'Когда вы родились?' },
    hint: {
      en: 'Your age counts on the last day for applying.',
      ru: 'Возраст считается на последний день приёма заявлений.',
    },
    law: {
      en: 'The law sets an age for this post.',
      ru: 'Для этой должности закон устанавливает возраст.',
    },
    document: 'none',
  },
  {
    code: 'education',
    kind: 'choice',
    options: [
      { code: 'school', text: { en: 'School', ru: 'Школа' } },
      { code: 'vocational', text: { en: 'Vocational school', ru: 'Колледж' } },
      { code: 'bachelor', text: { en: 'Bachelor’s degree', ru: 'Бакалавриат' } },
      { code: 'master', text: { en: 'Master’s degree or specialist', ru: 'Магистратура или специалитет' } },
      { code: 'doctor', text: { en: 'Doctorate', ru: 'Учёная степень' } },
    ],
    eligible: ['vocational', 'bachelor', 'master', 'doctor'],
    title: { en: 'Education', ru: 'Образование' },
    question: {
      en: 'What is the highest education you have finished?',
      ru: 'Какое самое высокое образование вы окончили?',
    },
    law: {
      en: 'The post asks for a certain education that is finished.',
      ru: 'Для этой должности нужно законченное образование определённого уровня.',
    },
    document: 'needed',
    documentName: { en: 'Diploma', ru: 'Диплом' },
  },
  {
    code: 'language',
    kind: 'choice',
    options: [
      { code: 'none', text: { en: 'Not at all', ru: 'Не владею' } },
      { code: 'basic', text: { en: 'I understand simple things', ru: 'Понимаю простые вещи' } },
      { code: 'working', text: { en: 'I can work in it', ru: 'Могу на нём работать' } },
      { code: 'native', text: { en: 'It is my own language', ru: 'Это мой родной язык' } },
    ],
    eligible: ['working', 'native'],
    title: { en: 'State language', ru: 'Государственный язык' },
    question: {
      en: 'How well do you know the state language?',
      ru: 'Насколько хорошо вы владеете государственным языком?',
    },
    law: {
      en: 'A civil servant works in the state language.',
      ru: 'Государственный служащий работает на государственном языке.',
    },
    document: 'none',
  },
  {
    code: 'experience',
    kind: 'number',
    least: 0,
    most: null,
    title: { en: 'Experience', ru: 'Опыт' },
    question: {
      en: 'How many full years have you worked in this field?',
      ru: 'Сколько полных лет вы работали в этой области?',
    },
    law: {
      en: 'The post asks for some years of work in the field.',
      ru: 'Для этой должности нужен опыт работы в этой области.',
    },
    document: 'wanted',
    documentName: { en: 'Record of employment', ru: 'Подтверждение стажа' },
  },
  {
    code: 'court-ban',
    kind: 'yes-no',
    eligible: 'no',
    title: { en: 'Court ban', ru: 'Запрет суда' },
    question: {
      en: 'Has a court forbidden you to hold public office, and is the ban still in force?',
      ru: 'Запретил ли вам суд занимать государственные должности, и действует ли этот запрет?',
    },
    law: {
      en: 'Whoever is under such a ban cannot be appointed while it lasts.',
      ru: 'Пока действует такой запрет, назначить на должность нельзя.',
    },
    document: 'none',
  },
  {
    code: 'consent',
    kind: 'yes-no',
    eligible: 'yes',
    title: { en: 'Your data', ru: 'Ваши данные' },
    question: {
      en: 'May we process your data for this competition, and check what you have stated?',
      ru: 'Можно ли обрабатывать ваши данные для этого конкурса и проверять то, что вы указали?',
    },
    law: {
      en: 'Without your consent we can neither check nor consider an application.',
      ru: 'Без согласия мы не можем проверить и рассмотреть заявление.',
    },
    document: 'none',
  },
];
