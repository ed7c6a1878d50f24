import { Controller, Get, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  orThrow,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { OpenDocument } from '../use-cases/open-document.js';
import { sendDocument } from './send-document.js';

/** Documents as links on pages lead to them: for the candidate whose they are, and for officers of the competition. */
@ApiExcludeController()
@Controller()
export class DocumentPages {
  constructor(private readonly openDocument: OpenDocument) {}

  @Get('documents/:documentId')
  @Access.candidate()
  async own(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('documentId') documentId: string,
  ): Promise<StreamableFile> {
    return sendDocument(reply, orThrow(await this.openDocument.own(principal, documentId)));
  }

  @Get('manage/competitions/:competitionId/documents/:documentId')
  @Access.role(['hr-officer'], 'competitionId')
  async ofCompetition(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('documentId') documentId: string,
  ): Promise<StreamableFile> {
    return sendDocument(
      reply,
      orThrow(await this.openDocument.ofCompetition(principal, competitionId, documentId)),
    );
  }
}
