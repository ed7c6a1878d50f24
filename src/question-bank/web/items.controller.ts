import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  pageOf,
  readCursor,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { WRITES_ITEMS } from '../domain/bank-scope.js';
import { versionOf, wordsOfVersion } from '../store/item-detail-store.js';
import { recordSight } from '../store/item-history-store.js';
import { itemsOfBank } from '../store/item-list-store.js';
import { editBase, WriteItem } from '../use-cases/write-item.js';
import { draftOf } from './draft-of.js';
import { ItemIdDto, ItemPageDto, ItemVersionDto, VersionNumberDto } from './dto/item-views.dto.js';
import { ChangedItemDto, ItemQueryDto, NewItemDto } from './dto/item.dto.js';

/** Items of a bank for those who write and review them; each reading of a text is written down with a name. */
@ApiTags('question-bank')
@Controller('api/v1/banks/:bankId/items')
export class ItemsController {
  constructor(
    private readonly database: Database,
    private readonly writeItem: WriteItem,
  ) {}

  @Get()
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'Items of a bank', description: 'By code; no answer keys.' })
  @ApiOkResponse({ type: ItemPageDto })
  async list(@Param('bankId') bankId: string, @Query() query: ItemQueryDto): Promise<ItemPageDto> {
    const { cursor, limit = 50, lang: _lang, ...filter } = query;
    const after = readCursor(cursor, 1, ([code]) => typeof code === 'string');
    const found = await itemsOfBank(
      this.database.tx,
      bankId,
      filter,
      after ? String(after[0]) : null,
      limit + 1,
    );
    return pageOf(found, limit, ({ code }) => [code]);
  }

  @Post()
  @Access.role(['item-author'], 'bankId')
  @ApiOperation({ summary: 'Write a new item', description: 'It begins as a draft.' })
  @ApiCreatedResponse({ type: ItemIdDto })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Body() body: NewItemDto,
  ): Promise<ItemIdDto> {
    return orThrow(
      await this.writeItem.create(principal, bankId, { ...draftOf(body), code: body.code ?? null }),
    );
  }

  @Get(':itemId')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'The newest version of an item', description: 'With answer key and words.' })
  @ApiOkResponse({ type: ItemVersionDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
  ): Promise<ItemVersionDto> {
    return this.#version(principal, bankId, itemId, null);
  }

  @Get(':itemId/versions/:version')
  @Access.role(WRITES_ITEMS, 'bankId')
  @ApiOperation({ summary: 'One version of an item' })
  @ApiOkResponse({ type: ItemVersionDto })
  async showVersion(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Param('version') version: string,
  ): Promise<ItemVersionDto> {
    if (!/^[1-9]\d{0,5}$/.test(version)) throw noItem();
    return this.#version(principal, bankId, itemId, Number(version));
  }

  @Put(':itemId')
  @Access.role(['item-author'], 'bankId')
  @ApiOperation({
    summary: 'Change an item',
    description: 'A draft in its place; anything past its draft as a new version, while the old one stays.',
  })
  @ApiOkResponse({ type: VersionNumberDto })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
    @Body() body: ChangedItemDto,
  ): Promise<VersionNumberDto> {
    if (!isUuid(itemId)) throw noItem();
    return orThrow(
      await this.writeItem.edit(principal, bankId, itemId, { ...draftOf(body), baseHash: body.baseHash }),
    );
  }

  async #version(
    principal: Principal,
    bankId: string,
    itemId: string,
    number: number | null,
  ): Promise<ItemVersionDto> {
    const { tx } = this.database;
    const found = isUuid(itemId) ? await versionOf(tx, bankId, itemId, number) : undefined;
    if (!found) throw noItem();
    const words = await wordsOfVersion(tx, found.versionId);
    await recordSight(tx, principal, [found.versionId], 'read');
    const { bankId: _bank, versionId: _version, authorId: _author, contentHash, ...shown } = found;
    return {
      ...shown,
      editBase: editBase(contentHash, words),
      words: words.map(({ translationId: _id, translatorId: _translator, ...one }) => one),
    };
  }
}

const noItem = () =>
  new RefusalError({ code: 'ITEM.NOT_FOUND', kind: 'not-found', detail: 'This bank has no such item.' });
