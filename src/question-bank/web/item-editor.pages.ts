import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  TakesFile,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { ITEM_TYPES, itemType, type Fields } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';
import { WriteItem } from '../use-cases/write-item.js';
import { bankPage, type BankPage } from './bank-page.js';
import { checked, invalid } from './checked-form.js';
import { NewItemQueryDto } from './dto/item-page.dto.js';
import { draftOfFields } from './editor-fields.js';
import { formFaultsOf } from './form-faults.js';
import { ItemEditor } from './item-editor.js';
import { ItemPage } from './item-page.js';
import { readFields } from './read-fields.js';

const VIEW = 'question-bank/web/views/item-editor.njk';
const CHOOSER = 'question-bank/web/views/item-types.njk';

/** Where items are written, with the candidate's view beside the form. Works without a script: "Preview" sends the form. */
@ApiExcludeController()
@Controller('item-banks/:bankId/items')
export class ItemEditorPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly itemPage: ItemPage,
    private readonly editor: ItemEditor,
    private readonly writeItem: WriteItem,
  ) {}

  @Get('new')
  @Access.role(['item-author'], 'bankId')
  @Page()
  async begin(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Query() query: NewItemQueryDto,
  ): Promise<string> {
    const page = await bankPage(this.database.tx, principal, bankId);
    const { type = '', caseCode = '', contentArea = '' } = query;
    if (!itemType(type)) {
      return this.pages.html(request, CHOOSER, { ...page, types: ITEM_TYPES.map(({ code }) => code) });
    }
    const fields: Fields = { caseCode, contentArea, difficulty: '60' };
    return this.pages.html(request, VIEW, await this.editor.model(page, type, fields, request.language));
  }

  @Post('new')
  @TakesFile()
  @Access.role(['item-author'], 'bankId')
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
  ): Promise<string> {
    const page = await bankPage(this.database.tx, principal, bankId);
    const { fields, file } = readFields(request.body);
    const type = text(fields, 'type');
    if (!itemType(type)) return seeOther(reply, `${page.home}/new`);
    const other = await this.#beside(request, reply, principal, page, type, fields, file);
    if (other !== null) return other;
    const result = await checked(page.bank, type, fields, () =>
      this.writeItem.create(principal, bankId, {
        code: text(fields, 'code') || null,
        ...draftOfFields(type, fields),
      }),
    );
    if (result.ok) return seeOther(reply, `${page.home}/${result.value.itemId}?done=saved`);
    return this.#refused(request, reply, page, type, fields, result.refusal);
  }

  @Get(':itemId/edit')
  @Access.role(['item-author'], 'bankId')
  @Page()
  async edit(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'edit');
    if (opened.item.state === 'in-review') return seeOther(reply, `${opened.home}/${itemId}`);
    const fields = this.editor.begin(opened);
    const model = await this.editor.model(opened, opened.item.type, fields, request.language);
    return this.pages.html(request, VIEW, model);
  }

  @Post(':itemId/edit')
  @TakesFile()
  @Access.role(['item-author'], 'bankId')
  @Page()
  async save(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('bankId') bankId: string,
    @Param('itemId') itemId: string,
  ): Promise<string> {
    const opened = await this.itemPage.open(principal, bankId, itemId, null, 'edit');
    const { type } = opened.item;
    const { fields, file } = readFields(request.body);
    const other = await this.#beside(request, reply, principal, opened, type, fields, file);
    if (other !== null) return other;
    const result = await checked(opened.bank, type, fields, () =>
      this.writeItem.edit(principal, bankId, itemId, {
        baseHash: text(fields, 'baseHash'),
        ...draftOfFields(type, fields),
      }),
    );
    if (result.ok) return seeOther(reply, `${opened.home}/${itemId}?done=saved`);
    if (result.refusal.code !== 'ITEM.CHANGED_MEANWHILE') {
      return this.#refused(request, reply, opened, type, fields, result.refusal);
    }
    // Read once more: what the other one saved is shown, and the next save is over it.
    const theirs = await this.itemPage.open(principal, bankId, itemId, null, 'edit');
    const { baseHash = '' } = this.editor.begin(theirs);
    const meanwhile = this.editor.meanwhile(theirs, fields);
    return this.#refused(
      request,
      reply,
      { ...theirs, meanwhile },
      type,
      { ...fields, baseHash },
      result.refusal,
    );
  }

  /** The form again after a press of "Preview" or "Add the picture"; null where it is to be saved. */
  async #beside(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    page: BankPage,
    type: string,
    fields: Fields,
    file: Buffer | null,
  ): Promise<string | null> {
    const action = text(fields, 'action');
    if (action === 'preview') {
      const model = await this.editor.model(page, type, fields, request.language);
      return this.pages.html(request, VIEW, { ...page, ...model, previewed: true });
    }
    if (action !== 'picture') return null;
    const added = await this.editor.addPicture(principal, page.bank.id, fields, file);
    if (Object.keys(added.faults).length > 0) {
      return this.#refused(request, reply, page, type, fields, invalid(added.faults));
    }
    const model = await this.editor.model(page, type, added.fields, request.language);
    return this.pages.html(request, VIEW, { ...page, ...model, pictured: true });
  }

  async #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    page: BankPage & { readonly meanwhile?: object },
    type: string,
    fields: Fields,
    refusal: Refusal,
  ): Promise<string> {
    const model = await this.editor.model(page, type, fields, request.language);
    const faults = refusal.fields && formFaultsOf(type, refusal.fields);
    return this.pages.refused(
      request,
      reply,
      VIEW,
      { ...page, ...model },
      { ...refusal, ...(faults && { fields: faults }) },
    );
  }
}
