import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PLATFORM_SCOPE_ID } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  pageOf,
  Pages,
  readCursor,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { banksOfGrants, WRITES_ITEMS } from '../domain/bank-scope.js';
import { COGNITIVE_LEVELS } from '../domain/check-draft.js';
import { ITEM_STATES } from '../domain/item-state.js';
import { ITEM_TYPES } from '../item-types/index.js';
import { bankCounts } from '../store/bank-count-store.js';
import { reviewQueue } from '../store/item-history-store.js';
import { banksWithin, itemCounts, itemsOfBank } from '../store/item-list-store.js';
import { bankPage } from './bank-page.js';
import { ItemFilterDto } from './dto/item-filter.dto.js';

const ROWS = 50;
const QUEUE = 200;

/** Where work on items begins: the banks of whoever asks, the items of one, and what waits for a review. */
@ApiExcludeController()
@Controller()
export class ItemBanksPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get('item-banks')
  @Access.role(WRITES_ITEMS, 'any')
  @Page()
  async banks(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    const { tx } = this.database;
    const banks = await banksWithin(tx, banksOfGrants(principal.grants, PLATFORM_SCOPE_ID));
    const counts = await bankCounts(tx, banks);
    return this.pages.html(request, 'question-bank/web/views/item-banks.njk', {
      banks: banks.map((bank) => ({ ...bank, counts: counts.get(bank.id) })),
      states: ITEM_STATES,
    });
  }

  @Get('item-banks/:bankId/items')
  @Access.role(WRITES_ITEMS, 'bankId')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Query() query: ItemFilterDto,
  ): Promise<string> {
    const { tx } = this.database;
    const page = await bankPage(tx, principal, bankId);
    const filter = query.filter();
    const after = readCursor(query.cursor, 1, ([code]) => typeof code === 'string');
    const found = await itemsOfBank(tx, bankId, filter, after ? String(after[0]) : null, ROWS + 1);
    const { items, nextCursor } = pageOf(found, ROWS, ({ code }) => [code]);
    const address = (more: Record<string, string>): string => {
      const search = new URLSearchParams({ ...filter, ...more }).toString();
      return search === '' ? page.home : `${page.home}?${search}`;
    };
    return this.pages.html(request, 'question-bank/web/views/items.njk', {
      ...page,
      items,
      query: filter,
      filters: Object.keys(filter).map((field) => ({
        field,
        value: filter[field as keyof typeof filter],
        // Without this one, with the rest.
        href: addressWithout(page.home, filter, field),
      })),
      counts: await itemCounts(tx, bankId),
      states: ITEM_STATES,
      types: ITEM_TYPES.map(({ code }) => code),
      levels: COGNITIVE_LEVELS,
      next: nextCursor && address({ cursor: nextCursor }),
      first: after && address({}),
    });
  }

  @Get('item-reviews')
  @Access.role(WRITES_ITEMS, 'any')
  @Page()
  async queue(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    const { tx } = this.database;
    const banks = await banksWithin(tx, banksOfGrants(principal.grants, PLATFORM_SCOPE_ID));
    const reviewing = banksOfGrants(principal.grants, PLATFORM_SCOPE_ID, ['item-reviewer']);
    const waiting = await reviewQueue(
      tx,
      banks.map(({ id }) => id),
      principal.accountId,
      QUEUE,
    );
    const withBank = waiting.map((one) => ({ ...one, bank: banks.find(({ id }) => id === one.bankId) }));
    const isMine = ({ own, bankId }: { own: boolean; bankId: string }): boolean =>
      !own && (reviewing === null || reviewing.includes(bankId));
    return this.pages.html(request, 'question-bank/web/views/item-reviews.njk', {
      mine: withBank.filter(isMine),
      others: withBank.filter((one) => !isMine(one)),
    });
  }
}

function addressWithout(home: string, filter: object, field: string): string {
  const rest = Object.entries(filter).filter(([name]) => name !== field) as [string, string][];
  return rest.length === 0 ? home : `${home}?${new URLSearchParams(rest).toString()}`;
}
