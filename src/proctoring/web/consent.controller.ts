import { Body, Controller, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { knownSession, noSession } from '../../session/index.js';
import { GiveConsent } from '../use-cases/give-consent.js';
import { WatchNotices } from '../use-cases/watch-notices.js';
import { ownConsentView, sessionPrivacyView } from './consent-view.js';
import {
  CameraChoiceDto,
  CameraChosenDto,
  ConsentGivenDto,
  ConsentWishDto,
  OwnConsentDto,
  SessionPrivacyDto,
} from './dto/consent.dto.js';

/** What is watched in a session, and a candidate's word on it. */
@ApiTags('proctoring')
@Controller('api/v1/sessions/:sessionId')
export class ConsentController {
  constructor(
    private readonly database: Database,
    private readonly notices: WatchNotices,
    private readonly giveConsent: GiveConsent,
  ) {}

  @Get('privacy')
  @Access.anyone()
  @ApiOperation({ summary: 'What is recorded in an exam, in each language' })
  @ApiOkResponse({ type: SessionPrivacyDto })
  async privacy(@Param('sessionId') sessionId: string): Promise<SessionPrivacyDto> {
    const { tx } = this.database;
    const session = await knownSession(tx, sessionId);
    const competition = await competitionById(tx, session.competitionId);
    if (!competition || competition.state === 'draft') throw new RefusalError(noSession().refusal);
    return sessionPrivacyView(tx, this.notices, session);
  }

  @Get('consent')
  @Access.candidate()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'What is recorded in your exam, and what you agreed to' })
  @ApiOkResponse({ type: OwnConsentDto })
  async show(
    @CurrentPrincipal() { personId }: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<OwnConsentDto> {
    const { tx } = this.database;
    return ownConsentView(tx, this.notices, await knownSession(tx, sessionId), personId ?? '');
  }

  @Post('consent')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Agree to what is recorded',
    description: 'Name the notice that you have read. Sent again with another choice, the choice changes.',
  })
  @ApiOkResponse({ type: ConsentGivenDto })
  async give(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ConsentWishDto,
  ): Promise<ConsentGivenDto> {
    const { id } = await knownSession(this.database.tx, sessionId);
    return orThrow(await this.giveConsent.run(principal, id, body));
  }

  @Put('consent/camera')
  @Access.candidate()
  @ApiOperation({
    summary: 'Turn the camera off, or on again',
    description: 'Also while you sit, under what you agreed to. Turning it off ends nothing.',
  })
  @ApiOkResponse({ type: CameraChosenDto })
  async turnCamera(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { camera }: CameraChoiceDto,
  ): Promise<CameraChosenDto> {
    const { id } = await knownSession(this.database.tx, sessionId);
    return orThrow(await this.giveConsent.turnCamera(principal, id, camera));
  }
}
