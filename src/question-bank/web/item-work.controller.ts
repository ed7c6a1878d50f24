import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { WRITES_ITEMS } from '../domain/bank-scope.js';
import { CalibrateItem } from '../use-cases/calibrate-item.js';
import { DeclareEnemy } from '../use-cases/declare-enemy.js';
import { DiscussItem } from '../use-cases/discuss-item.js';
import { ItemHistory } from '../use-cases/item-history.js';
import { MoveItem } from '../use-cases/move-item.js';
import { TranslateItem } from '../use-cases/translate-item.js';
import { CalibrationDto, NewCalibrationDto } from './dto/calibration.dto.js';
import {
  CommentIdDto,
  DifferenceListDto,
  EnemyIdDto,
  ItemHistoryDto,
  ItemStateDto,
  RemovedDto,
  RevisionDto,
  SettledDto,
  SignedDto,
} from './dto/item-views.dto.js';
import {
  DifferencesQueryDto,
  ItemStepDto,
  NewCommentDto,
  NewEnemyDto,
  SignatureDto,
  TranslationDto,
} from './dto/item.dto.js';

/** What is done to an item besides writing it: its steps, translations, comments, enemies. */
@ApiTags('question-bank')
@Controller('api/v1/banks/:bankId/items/:itemId')
export class ItemWorkController {
  constructor(
    private readonly database: Database,
    private readonly moveItem: MoveItem,
    private readonly translateItem: TranslateItem,
    private readonly discussItem: DiscussItem,
    private readonly declareEnemy: DeclareEnemy,
    private readonly calibrateItem: CalibrateItem,
    private readonly history: ItemHistory,
  ) {}

  @Post('steps')
  @HttpCode(200)
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({
    summary: 'Move a version along its life',
    description:
      'submit and retire by authors; the rest by reviewers. Nobody approves what they wrote themselves.',
  })
  @ApiOkResponse({ type: ItemStateDto })
  async step(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: ItemStepDto,
  ): Promise<ItemStateDto> {
    const { event, version, reason = '' } = body;
    return orThrow(await this.moveItem.run(principal, bankId, id(itemId), { event, version, reason }));
  }

  @Put('calibration')
  @Access.role(['item-reviewer'], 'bankId')
  @ApiOperation({
    summary: 'Keep what a calibration found of a version',
    description:
      'Parameters of the three-parameter logistic model, in thousandths. Draws that are committed stay.',
  })
  @ApiOkResponse({ type: CalibrationDto })
  async calibrate(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: NewCalibrationDto,
  ): Promise<CalibrationDto> {
    return orThrow(await this.calibrateItem.run(principal, bankId, id(itemId), body));
  }

  @Get('history')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({
    summary: 'All that happened to an item',
    description: 'Versions, reviews, comments, who has seen its text and when, enemies, near-duplicates.',
  })
  @ApiOkResponse({ type: ItemHistoryDto })
  async show(@Param('bankId') bankId: string, @Param('itemId') itemId: string): Promise<ItemHistoryDto> {
    return orThrow(await this.history.run(bankId, id(itemId)));
  }

  @Get('differences')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'What differs between two versions, word by word' })
  @ApiOkResponse({ type: DifferenceListDto })
  async differences(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Query() query: DifferencesQueryDto,
  ): Promise<DifferenceListDto> {
    const items = orThrow(
      await this.history.differences(principal, bankId, id(itemId), query.from, query.to),
    );
    return { items };
  }

  @Put('translations/:language')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({
    summary: 'Save a translation',
    description: 'A new revision of the newest version’s; a draft.',
  })
  @ApiOkResponse({ type: RevisionDto })
  async translate(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('language') language: string,
    @Body() body: TranslationDto,
  ): Promise<RevisionDto> {
    return orThrow(await this.translateItem.save(principal, bankId, id(itemId), { ...body, language }));
  }

  @Post('translations/:language/signature')
  @Access.role(['item-reviewer'], 'bankId')
  @ApiOperation({ summary: 'Sign a translation as its named reader', description: 'Never one’s own.' })
  @ApiCreatedResponse({ type: SignedDto })
  async sign(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('language') language: string,
    @Body() body: SignatureDto,
  ): Promise<SignedDto> {
    const wish = { language, revision: body.revision };
    return orThrow(await this.translateItem.sign(principal, bankId, id(itemId), wish));
  }

  @Post('comments')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'Comment on an item' })
  @ApiCreatedResponse({ type: CommentIdDto })
  async comment(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: NewCommentDto,
  ): Promise<CommentIdDto> {
    const wish = { ...body, language: body.language ?? null };
    return orThrow(await this.discussItem.comment(principal, bankId, id(itemId), wish));
  }

  @Post('comments/:commentId/settlement')
  @HttpCode(200)
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'Mark a comment as dealt with' })
  @ApiOkResponse({ type: SettledDto })
  async settle(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('commentId') commentId: string,
  ): Promise<SettledDto> {
    return orThrow(await this.discussItem.settle(principal, bankId, id(itemId), id(commentId)));
  }

  @Post('enemies')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'Declare that two items never stand in one form' })
  @ApiCreatedResponse({ type: EnemyIdDto })
  async enemy(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: NewEnemyDto,
  ): Promise<EnemyIdDto> {
    return orThrow(await this.declareEnemy.add(principal, bankId, id(itemId), body));
  }

  @Delete('enemies/:enemyId')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'Take a declaration back' })
  @ApiOkResponse({ type: RemovedDto })
  async reconcile(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('enemyId') enemyId: string,
  ): Promise<RemovedDto> {
    return orThrow(await this.declareEnemy.remove(principal, bankId, id(itemId), id(enemyId)));
  }
}

function id(text: string): string {
  if (isUuid(text)) return text;
  throw new RefusalError({
    code: 'ITEM.NOT_FOUND',
    kind: 'not-found',
    detail: 'This bank has no such item.',
  });
}
