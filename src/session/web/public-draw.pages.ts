import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  Database,
  SharedPage,
  Pages,
  RefusalError,
  type OpenMeritRequest,
} from '../../platform/index.js';
import { drawView } from './draw-view.js';
import { noSession } from '../domain/no-session.js';

/** What a citizen can see of a draw, and how to check it. */
@ApiExcludeController()
@Controller('sessions/:sessionId/draw/public')
export class PublicDrawPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.anyone()
  @SharedPage()
  async show(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    const view = isUuid(sessionId) ? await drawView(this.database.tx, sessionId) : undefined;
    // A draft competition is nobody's business yet.
    if (!view || view.competition.state === 'draft') throw new RefusalError(noSession().refusal);
    return this.pages.html(request, 'session/web/views/draw-public.njk', view);
  }
}
