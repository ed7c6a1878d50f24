import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { programmeById } from '../../form/index.js';
import { POINT } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { criterionNames } from './criterion-names.js';
import { knownScoreSheet, SHEET_READERS } from './known-score-sheet.js';

class SheetQueryDto {
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;

  @IsOptional()
  @IsString()
  @MaxLength(10)
  lang?: string;
}

const FIND = 'grading/web/views/find-score-sheet.njk';

/** A sitting's score sheet, found by candidate number. */
@ApiExcludeController()
@Controller('sessions/:sessionId/score-sheets')
export class ScoreSheetPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.role(SHEET_READERS, 'sessionId')
  @Page()
  async find(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() { number = '' }: SheetQueryDto,
  ): Promise<string> {
    const { tx } = this.database;
    const typed = number.trim().toUpperCase();
    const known = await sessionInCompetition(tx, sessionId);
    if (typed === '') return this.pages.html(request, FIND, known);
    try {
      await knownScoreSheet(tx, principal, sessionId, typed);
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.code !== 'GRADING.NO_SHEET') throw error;
      const refusal = { ...error.refusal, fields: { number: error.refusal.code } };
      return this.pages.refused(request, reply, FIND, { ...known, typed }, refusal);
    }
    return seeOther(reply, `/sessions/${sessionId}/score-sheets/${encodeURIComponent(typed)}`);
  }

  @Get(':candidateNumber')
  @Access.role(SHEET_READERS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('candidateNumber') candidateNumber: string,
  ): Promise<string> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const { sitting, sheet } = await knownScoreSheet(tx, principal, sessionId, candidateNumber);
    const programme = await programmeById(tx, competition.programmeId);
    const titles = new Map(programme?.body.parts.map(({ code, title }) => [code, title]));
    const marked = sheet.items.filter(({ marks }) => marks.length > 0).map(({ position }) => position);
    return this.pages.html(request, 'grading/web/views/score-sheet.njk', {
      names: await criterionNames(tx, sitting.id, marked, request.language),
      session,
      competition,
      sheet,
      maximum: sheet.maximum / POINT,
      parts: sheet.byPart.map((part) => ({
        ...part,
        title: titles.get(part.part),
        items: sheet.items.filter((item) => item.part === part.part),
      })),
    });
  }
}
