import { Body, Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById, stagesOf, type CompetitionView } from '../../competition/index.js';
import { isUuid, refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  local,
  Page,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { candidateHistory } from './candidate-history.js';
import { ExportPipeline, type ExportWords } from './export-pipeline.js';
import { isScreened, pipelineRow } from './pipeline-store.js';
import { furthest, standingOf, stepsOf, type PipelineStep } from './pipeline-steps.js';
import { pipelineFilter, pipelineOf } from './pipeline.controller.js';
import { PipelineQueryDto } from './pipeline.dto.js';

const READERS = ['hr-officer', 'auditor'];
const WORDS = 'desk:pipeline';

/** A competition's candidates by step, with a plot; the list as a table to save; and one candidate's history. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/pipeline')
export class PipelinePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly exportPipeline: ExportPipeline,
  ) {}

  @Get()
  @Access.role(READERS, 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Query() query: PipelineQueryDto,
  ): Promise<string> {
    const competition = await this.#competition(competitionId);
    const { steps, items, nextCursor } = await pipelineOf(this.database, competitionId, query);
    const { cursor: _cursor, ...asked } = query;
    return this.pages.html(request, 'desk/web/views/pipeline.njk', {
      competition,
      steps,
      items,
      nextCursor,
      query,
      // What is shown now, for the next page and for the table.
      asked: new URLSearchParams(
        Object.entries(asked).filter(
          (one): one is [string, string] => typeof one[1] === 'string' && one[1] !== '',
        ),
      ).toString(),
    });
  }

  @Post('table')
  @Access.role(READERS, 'competitionId')
  async table(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Query() query: PipelineQueryDto,
    @Body() _body: FormDto,
  ): Promise<StreamableFile> {
    const competition = await this.#competition(competitionId);
    const content = await this.exportPipeline.run(
      principal,
      competition,
      pipelineFilter(query),
      this.#words(request.language),
    );
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    return new StreamableFile(content, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${competition.code}.csv"`,
    });
  }

  @Get(':applicationId')
  @Access.role(READERS, 'competitionId')
  @Page()
  async candidate(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const competition = await this.#competition(competitionId);
    const one = isUuid(applicationId) ? await pipelineRow(tx, competitionId, applicationId) : undefined;
    if (!one) {
      throw new RefusalError(
        refuse('not-found', 'APPLICATION.NO_APPLICATION', 'There is no such application here.').refusal,
      );
    }
    const steps = stepsOf(await stagesOf(tx, competitionId), await isScreened(tx, competitionId));
    return this.pages.html(request, 'desk/web/views/pipeline-candidate.njk', {
      competition,
      one,
      step: furthest(one, steps),
      standing: standingOf(one),
      history: await candidateHistory(tx, applicationId),
    });
  }

  #words(language: string): ExportWords {
    const t = (key: string, parameters?: Record<string, unknown>) =>
      this.pages.t(language, `${WORDS}.${key}`, parameters);
    return {
      heads: [
        t('number'),
        ...['candidate', 'language', 'events.applied', 'where', 'standing', 'place', 'post'].map((key) =>
          t(key),
        ),
      ],
      step: (step: PipelineStep) =>
        step.title ? t('stage', { stage: local(step.title, language) }) : t(step.id),
      standing: (standing) => t(`standings.${standing}`),
      local: (texts) => local(texts, language),
    };
  }

  async #competition(competitionId: string): Promise<CompetitionView> {
    const competition = await competitionById(this.database.tx, competitionId);
    if (!competition) {
      throw new RefusalError(
        refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.').refusal,
      );
    }
    return competition;
  }
}
