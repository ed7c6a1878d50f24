import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { ownProgress, sessionsToMark } from '../store/progress-store.js';
import { GiveMark, noText } from '../use-cases/give-mark.js';
import { StepAside } from '../use-cases/step-aside.js';
import { TakeText } from '../use-cases/take-text.js';
import { textToMark } from '../use-cases/text-to-mark.js';
import {
  MarkGivenDto,
  MarkWishDto,
  NextTextDto,
  OwnProgressDto,
  SessionToMarkListDto,
  StepAsideDto,
  SteppedAsideDto,
  TextToMarkDto,
} from './dto/marker.dto.js';

/** For markers: the next text and its mark. Nothing here says whose a text is, or what another gave it. */
@ApiTags('marking')
@Controller('api/v1')
export class MarkerController {
  constructor(
    private readonly database: Database,
    private readonly takeText: TakeText,
    private readonly giveMark: GiveMark,
    private readonly stepAside: StepAside,
  ) {}

  @Get('marking')
  @Access.role(['marker'], 'any')
  @ApiOperation({ summary: 'Sessions in which you mark' })
  @ApiOkResponse({ type: SessionToMarkListDto })
  async sessions(@CurrentPrincipal() { accountId }: Principal): Promise<SessionToMarkListDto> {
    const { tx } = this.database;
    const items = [];
    for (const { id, title } of await sessionsToMark(tx, accountId)) {
      const { marked, left } = await ownProgress(tx, id, accountId);
      items.push({ id, title, marked, left });
    }
    return { items };
  }

  @Get('sessions/:sessionId/marking/own')
  @Access.role(['marker'], 'sessionId')
  @ApiOperation({ summary: 'What you have marked, and what is left' })
  @ApiOkResponse({ type: OwnProgressDto })
  async own(
    @CurrentPrincipal() { accountId }: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<OwnProgressDto> {
    return ownProgress(this.database.tx, sessionId, accountId);
  }

  @Post('sessions/:sessionId/marking/next')
  @HttpCode(200)
  @Access.role(['marker'], 'sessionId')
  @ApiOperation({
    summary: 'Take the next text to mark',
    description: 'The one in hand, otherwise one with a free place, in an order that is yours alone.',
  })
  @ApiOkResponse({ type: NextTextDto })
  async next(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<NextTextDto> {
    return orThrow(await this.takeText.run(principal, sessionId));
  }

  @Get('sessions/:sessionId/marking/texts/:textId')
  @Access.role(['marker'], 'sessionId')
  @ApiOperation({
    summary: 'A text that you have in hand or have marked',
    description: 'Text, task and rubric.',
  })
  @ApiOkResponse({ type: TextToMarkDto })
  async text(
    @CurrentPrincipal() { accountId }: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
  ): Promise<TextToMarkDto> {
    const found = isUuid(textId)
      ? await textToMark(this.database.tx, sessionId, accountId, textId)
      : undefined;
    if (!found) throw new RefusalError(noText().refusal);
    return { ...found, own: found.own ?? null };
  }

  @Post('sessions/:sessionId/marking/texts/:textId/marks')
  @HttpCode(200)
  @Access.role(['marker'], 'sessionId')
  @ApiOperation({
    summary: 'Give a text its mark, by your name',
    description: 'By criterion. You may change it until another mark of the text is known; each is kept.',
  })
  @ApiOkResponse({ type: MarkGivenDto })
  async mark(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
    @Body() body: MarkWishDto,
  ): Promise<MarkGivenDto> {
    return orThrow(isUuid(textId) ? await this.giveMark.run(principal, sessionId, textId, body) : noText());
  }

  @Post('sessions/:sessionId/marking/texts/:textId/stepping-aside')
  @HttpCode(200)
  @Access.role(['marker'], 'sessionId')
  @ApiOperation({
    summary: 'Step aside: you know whose text this is',
    description: 'On record. The text goes to another marker, and you get nothing more of that person.',
  })
  @ApiOkResponse({ type: SteppedAsideDto })
  async aside(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('textId') textId: string,
    @Body() body: StepAsideDto,
  ): Promise<SteppedAsideDto> {
    const { reason } = body;
    return orThrow(
      isUuid(textId) ? await this.stepAside.run(principal, sessionId, textId, reason.trim()) : noText(),
    );
  }
}
