import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { formSize } from '../../form/index.js';
import { isUuid, POINT } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { programmeOfSession, sessionById } from '../../session/index.js';
import { sittingById } from '../../sitting/index.js';
import { distribution } from '../domain/distribution.js';
import { releasedGrade, releasedPoints } from '../store/grade-store.js';

// With fewer results one could tell who has which.
const ENOUGH_FOR_A_DISTRIBUTION = 20;

/** A candidate's result, in words and pictures. */
@ApiExcludeController()
@Controller('sittings/:sittingId/result')
export class ResultPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
    const competition = sitting && (await competitionById(tx, sitting.competitionId));
    const session = sitting && (await sessionById(tx, sitting.sessionId));
    const programme = session && (await programmeOfSession(tx, session, competition));
    if (!programme || sitting?.personId !== principal.personId) {
      throw new RefusalError({
        code: 'SITTING.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such sitting of yours.',
      });
    }
    const grade = await releasedGrade(tx, sittingId);
    const points = grade ? await releasedPoints(tx, sitting.sessionId) : [];
    const maximum = formSize(programme.body) * POINT;
    return this.pages.html(request, 'grading/web/views/result.njk', {
      sitting,
      competition,
      grade,
      maximum: maximum / POINT,
      overallCut: programme.body.pass.overall * POINT,
      overall: programme.body.pass.overall,
      parts: grade?.byPart.map((part) => ({
        ...part,
        title: programme.body.parts.find(({ code }) => code === part.part)?.title,
        cut: programme.body.pass.eachPart * POINT,
      })),
      bins: points.length >= ENOUGH_FOR_A_DISTRIBUTION ? distribution(points, maximum) : undefined,
    });
  }
}
