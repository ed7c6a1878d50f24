import { stage, type StageExample } from './example.js';

/** The usual way to one post. */
export const EXAM_AND_INTERVIEW: StageExample = {
  code: 'exam-and-interview',
  title: { en: 'Exam and interview', ru: 'Экзамен и собеседование' },
  text: {
    en: 'Whoever passes the exam is invited to an interview. Both count in the ranking: the exam with a weight of 60, the interview with 40.',
    ru: 'Кто сдал экзамен, приглашается на собеседование. В рейтинге учитываются оба: экзамен с весом 60, собеседование с весом 40.',
  },
  plan: {
    stages: [
      stage('exam', 'exam', { en: 'Exam', ru: 'Экзамен' }, { kind: 'passed' }, 60),
      stage(
        'interview',
        'interview',
        { en: 'Interview', ru: 'Собеседование' },
        {
          kind: 'weighted',
          least: 50,
          stages: [
            { code: 'exam', weight: 60 },
            { code: 'interview', weight: 40 },
          ],
        },
        40,
      ),
    ],
    ties: ['interview', 'exam'],
    last: 'equal',
  },
};
