import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CONFIG,
  Page,
  Pages,
  RefusalError,
  TRANSLATOR,
  type Config,
  type OpenMeritRequest,
  type Translator,
  dataBlock,
} from '../../platform/index.js';
import { practiceExams, type PracticeExam } from '../../question-bank/index.js';
import { playerWords, scriptDirections } from './player-words.js';

/** Practice exams for anybody: the page brings the questions with their answers, and nothing comes back. */
@ApiExcludeController()
@Controller('practice')
export class PracticePages {
  #exams: readonly PracticeExam[] | undefined;

  constructor(
    private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: Pick<Config, 'banksDir'>,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.anyone()
  @Page()
  list(@Req() request: OpenMeritRequest): string {
    return this.pages.html(request, 'sitting/web/views/practice.njk', {
      exams: this.#all().map(({ code, title, description, minutes, aids, ...exam }) => ({
        code,
        title,
        description,
        minutes,
        calculator: aids.calculator === 'basic',
        questions: questionsOf(exam),
      })),
    });
  }

  @Get(':code')
  @Access.anyone()
  @Page()
  exam(@Req() request: OpenMeritRequest, @Param('code') code: string): string {
    const exam = this.#all().find((one) => one.code === code);
    if (!exam) {
      throw new RefusalError({
        code: 'PRACTICE.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such practice exam.',
      });
    }
    const setup = {
      exam,
      language: request.language,
      directions: scriptDirections(this.translator),
      words: playerWords(this.translator, 'practice'),
    };
    return this.pages.html(request, 'sitting/web/views/practice-exam.njk', {
      exam,
      questions: questionsOf(exam),
      setup: dataBlock(setup),
    });
  }

  /** Read once: files of a running platform do not change. */
  #all(): readonly PracticeExam[] {
    this.#exams ??= practiceExams(this.config.banksDir);
    return this.#exams;
  }
}

const questionsOf = ({ parts }: Pick<PracticeExam, 'parts'>): number =>
  parts.reduce((sum, { items }) => sum + items.length, 0);
