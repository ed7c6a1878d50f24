import { Controller, Get, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { showDocument } from '../../application/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { PhotoAtTheDoor } from '../use-cases/photo-at-the-door.js';

/** The photo that the page of the door shows beside a name: streamed, kept by no browser, each look on record. */
@ApiExcludeController()
@Controller('sessions/:sessionId/candidates/:applicationId/photo')
export class PhotoPages {
  constructor(private readonly photoAtTheDoor: PhotoAtTheDoor) {}

  @Get()
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  async show(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<StreamableFile> {
    if (!isUuid(applicationId)) throw new RefusalError(NO_CANDIDATE);
    return showDocument(reply, orThrow(await this.photoAtTheDoor.run(principal, sessionId, applicationId)));
  }
}

const NO_CANDIDATE = {
  code: 'SESSION.NO_CANDIDATE',
  kind: 'not-found',
  detail: 'There is no such candidate in this session.',
} as const;
