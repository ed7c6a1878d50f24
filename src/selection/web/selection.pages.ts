import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById, stagesOf } from '../../competition/index.js';
import type { Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { ConcludeStage } from '../use-cases/conclude-stage.js';
import { PreviewStage } from '../use-cases/preview-stage.js';

const VIEW = 'selection/web/views/stage.njk';

class ConclusionFormDto extends FormDto {
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
  @IsOptional() @IsString() @MaxLength(10) evenIfSat?: string;
}

/** One stage of a competition: how it would come out, and its conclusion by name. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/selection/:code')
export class SelectionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly previewStage: PreviewStage,
    private readonly concludeStage: ConcludeStage,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'exam-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId, code));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async conclude(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
    @Body() body: ConclusionFormDto,
  ): Promise<string> {
    const { reason = '', evenIfSat } = body;
    const result = await this.concludeStage.run(principal, competitionId, code, {
      reason,
      evenIfSat: evenIfSat === 'yes',
    });
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/selection/${code}`);
    const model = { ...(await this.#model(competitionId, code)), values: { reason, evenIfSat } };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(competitionId: string, code: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    const stages = await stagesOf(tx, competitionId);
    const stage = stages.find((one) => one.code === code);
    if (!competition || !stage) throw new RefusalError(NO_STAGE);
    const preview = await this.previewStage.run(competitionId, code);
    return {
      competition,
      stages,
      stage,
      ...(preview.ok ? preview.value : { waits: preview.refusal.code }),
      values: {},
    };
  }
}

const NO_STAGE: Refusal = {
  code: 'SELECTION.NO_STAGE',
  kind: 'not-found',
  detail: 'This competition has no such stage.',
};
