import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import {
  itemsOfPanel,
  judgesOf,
  ownRatings,
  panelById,
  panelsOf,
  ratedCounts,
  type PanelView,
} from '../store/panel-store.js';
import { adviceOf } from '../use-cases/adopt-cut.js';
import { ConvenePanel } from '../use-cases/convene-panel.js';
import { MoveRound } from '../use-cases/move-round.js';
import { ownPanel, RateItems } from '../use-cases/rate-items.js';
import {
  ConvenePanelDto,
  OwnRatingsDto,
  PanelListDto,
  PanelMadeDto,
  PanelStateDto,
  RatedDto,
  RatingsDto,
  RoundMovedDto,
} from './dto/panel.dto.js';

const READERS = ['exam-officer', 'auditor'];

/** Panels of experts who rate how many of those who can just do the work answer each item right. */
@ApiTags('standard setting')
@Controller('api/v1/competitions/:competitionId/panels')
export class PanelsController {
  constructor(
    private readonly database: Database,
    private readonly convenePanel: ConvenePanel,
    private readonly moveRound: MoveRound,
    private readonly rateItems: RateItems,
  ) {}

  @Get()
  @Access.role(READERS, 'competitionId')
  @ApiOperation({ summary: 'Panels of a competition' })
  @ApiOkResponse({ type: PanelListDto })
  async list(@Param('competitionId') competitionId: string): Promise<PanelListDto> {
    return { items: (await panelsOf(this.database.tx, competitionId)).map(shown) };
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Call a panel together',
    description:
      'Draws the items to rate at random, gives the judges numbers by lot, and opens the first round.',
  })
  @ApiCreatedResponse({ type: PanelMadeDto })
  async convene(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: ConvenePanelDto,
  ): Promise<PanelMadeDto> {
    return orThrow(await this.convenePanel.run(principal, competitionId, body));
  }

  @Get(':panelId')
  @Access.role(READERS, 'competitionId')
  @ApiOperation({
    summary: 'How far a panel is, and what it advises',
    description: 'An open round is sealed.',
  })
  @ApiOkResponse({ type: PanelStateDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
  ): Promise<PanelStateDto> {
    const { tx } = this.database;
    const panel = await panelOr404(tx, competitionId, panelId);
    const counts = await ratedCounts(tx, panel.id, panel.rounds.at(-1)?.number ?? 0);
    return {
      ...shown(panel),
      items: (await itemsOfPanel(tx, panel.id)).length,
      judges: (await judgesOf(tx, panel.id)).map(({ number }) => ({
        number,
        rated: counts.get(number) ?? 0,
      })),
      advice: (await adviceOf(tx, panel)) ?? null,
    };
  }

  @Post(':panelId/rounds')
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({ summary: 'Open the next round', description: 'It begins with what each judge said last.' })
  @ApiCreatedResponse({ type: RoundMovedDto })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
  ): Promise<RoundMovedDto> {
    return orThrow(await this.moveRound.open(principal, competitionId, panelId));
  }

  @Post(':panelId/closing')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Close the round',
    description: 'Unseals it. Judges who have not rated everything do not count in it.',
  })
  @ApiOkResponse({ type: RoundMovedDto })
  async close(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
  ): Promise<RoundMovedDto> {
    return orThrow(await this.moveRound.close(principal, competitionId, panelId));
  }

  @Get(':panelId/ratings')
  @Access.role(['expert'], 'competitionId')
  @ApiOperation({ summary: 'Your own ratings', description: 'Of the newest round.' })
  @ApiOkResponse({ type: OwnRatingsDto })
  async own(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
  ): Promise<OwnRatingsDto> {
    const { tx } = this.database;
    const { panel, judge } = orThrow(await ownPanel(tx, principal, competitionId, panelId));
    const last = panel.rounds.at(-1);
    const round = last?.number ?? 0;
    const ratings = await ownRatings(tx, panel.id, round, judge);
    return {
      round,
      open: last?.closedAt === null,
      judge,
      items: (await itemsOfPanel(tx, panel.id)).length,
      ratings: [...ratings].map(([position, percent]) => ({ position, percent })),
    };
  }

  @Put(':panelId/ratings')
  @Access.role(['expert'], 'competitionId')
  @ApiOperation({ summary: 'Rate items', description: 'Can be changed until the round is closed.' })
  @ApiOkResponse({ type: RatedDto })
  async rate(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
    @Body() body: RatingsDto,
  ): Promise<RatedDto> {
    return orThrow(await this.rateItems.run(principal, competitionId, panelId, body));
  }
}

/** @throws RefusalError STANDARD-SETTING.NO_PANEL */
export async function panelOr404(tx: Tx, competitionId: string, panelId: string): Promise<PanelView> {
  const panel = isUuid(panelId) ? await panelById(tx, competitionId, panelId) : undefined;
  if (!panel)
    throw new RefusalError({
      code: 'STANDARD-SETTING.NO_PANEL',
      kind: 'not-found',
      detail: 'There is no such panel.',
    });
  return panel;
}

const shown = ({ competitionId: _of, ...panel }: PanelView) => panel;
