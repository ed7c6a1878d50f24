import { stage, type StageExample } from './example.js';

/** Places in the reserve. */
const PLACES = 50;

/** A reserve of young people for leading posts: six stages, the last of which fills the places. */
export const YOUTH_RESERVE: StageExample = {
  code: 'youth-reserve',
  title: { en: 'Youth personnel reserve', ru: 'Молодёжный кадровый резерв' },
  text: {
    en: 'Six stages for 50 places: documents, exam, essay, a case, a competency assessment and an interview.',
    ru: 'Шесть этапов на 50 мест: документы, экзамен, эссе, кейс, оценка компетенций и собеседование.',
  },
  plan: {
    stages: [
      stage(
        'screening',
        'screening',
        { en: 'Check of documents', ru: 'Проверка документов' },
        { kind: 'passed' },
        0,
      ),
      stage(
        'exam',
        'exam',
        { en: 'Written exam', ru: 'Письменный экзамен' },
        { kind: 'best', count: 8 * PLACES },
        25,
      ),
      stage('essay', 'essay', { en: 'Essay', ru: 'Эссе' }, { kind: 'best-half' }, 15),
      stage('case', 'case', { en: 'Case', ru: 'Кейс' }, { kind: 'best', count: 2 * PLACES }, 15),
      stage(
        'assessment',
        'assessment',
        { en: 'Competency assessment', ru: 'Оценка компетенций' },
        {
          kind: 'weighted',
          least: 60,
          stages: [
            { code: 'exam', weight: 2 },
            { code: 'essay', weight: 1 },
            { code: 'case', weight: 1 },
            { code: 'assessment', weight: 2 },
          ],
        },
        20,
      ),
      stage(
        'interview',
        'interview',
        { en: 'Interview', ru: 'Собеседование' },
        { kind: 'best', count: PLACES },
        25,
      ),
    ],
    ties: ['interview', 'assessment', 'case'],
    last: 'lot',
  },
};
