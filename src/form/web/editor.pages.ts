import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, ok, type Refusal, type Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { validationPipe } from '../../platform/http/validation.js';
import { bankTaxonomies, type BankTaxonomy } from '../../question-bank/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { blueprintFaults } from '../domain/blueprint/blueprint-faults.js';
import { blueprintById } from '../store/blueprint-store.js';
import { CheckBlueprint } from '../use-cases/check-blueprint.js';
import { SaveBlueprint } from '../use-cases/save-blueprint.js';
import { blueprintOr404, WRITERS } from './access.js';
import { editorChoices, shownBlueprint, wordsFor } from './blueprint-pages-model.js';
import { plain } from './blueprints.controller.js';
import { BlueprintDto } from './dto/blueprint.dto.js';
import { onThePage } from './editor-faults.js';
import { changeRows, emptyForm, formOf, type EditorForm } from './editor-form.js';
import { blueprintOf, readForm } from './read-editor.js';

const EDITOR = 'form/web/views/blueprint-editor.njk';

/** The editor of blueprints: one form, which works without a script. Each button sends it whole. */
@ApiExcludeController()
@Controller('blueprints')
export class EditorPages {
  readonly #pipe = validationPipe();

  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly checkBlueprint: CheckBlueprint,
    private readonly saveBlueprint: SaveBlueprint,
  ) {}

  @Get('new')
  @Access.role(WRITERS, 'platform')
  @Page()
  async fresh(@Req() request: OpenMeritRequest): Promise<string> {
    const banks = await bankTaxonomies(this.database.tx);
    return this.#show(
      request,
      banks,
      emptyForm(languagesOf(banks).filter((one) => banks.every(({ languages }) => languages.includes(one)))),
      null,
    );
  }

  /** Where a browser goes that has lost what it sent: after a change of language, say. */
  @Get('editor')
  @Access.role(WRITERS, 'platform')
  @Page()
  again(@Res({ passthrough: true }) reply: OpenMeritReply): string {
    return seeOther(reply, '/blueprints/new');
  }

  @Get(':programmeId/editor')
  @Access.role(WRITERS, 'platform')
  @Page()
  async change(@Req() request: OpenMeritRequest, @Param('programmeId') programmeId: string): Promise<string> {
    const { body, id } = await blueprintOr404(this.database, programmeId);
    const banks = await bankTaxonomies(this.database.tx);
    return this.#show(request, banks, formOf(body), id, await this.#checked(request, banks, body));
  }

  @Post('editor')
  @Access.role(WRITERS, 'platform')
  @Page()
  async act(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() body: Record<string, unknown>,
  ): Promise<string> {
    const banks = await bankTaxonomies(this.database.tx);
    const base = await this.#base(body['base']);
    const typed = readForm(body, languagesOf(banks));
    // The code of what there is already is not for this form to change.
    const form = base ? { ...typed, code: base.code } : typed;
    const action = typeof body['action'] === 'string' ? body['action'] : 'check';
    if (action !== 'save' && action !== 'check')
      return this.#show(request, banks, changeRows(form, action), base?.id ?? null);
    const read = await this.#read(form, banks);
    if (!read.ok) return this.#refused(request, reply, banks, form, base?.id ?? null, read.refusal);
    const blueprint = read.value;
    if (action === 'save') {
      const saved = await this.saveBlueprint.run(principal, blueprint, base?.id ?? null);
      return saved.ok
        ? seeOther(reply, `/blueprints/${saved.value.programmeId}`)
        : this.#refused(request, reply, banks, form, base?.id ?? null, saved.refusal);
    }
    const checked = await this.#checked(request, banks, blueprint);
    return this.#show(request, banks, form, base?.id ?? null, checked);
  }

  async #base(id: unknown): Promise<{ id: string; code: string } | undefined> {
    return isUuid(id) ? blueprintById(this.database.tx, id) : undefined;
  }

  /** What was typed, checked exactly as what comes by the API. */
  async #read(form: EditorForm, banks: readonly BankTaxonomy[]): Promise<Result<Blueprint>> {
    try {
      const dto = (await this.#pipe.transform(blueprintOf(form), {
        type: 'body',
        metatype: BlueprintDto,
      })) as BlueprintDto;
      const blueprint = plain(dto);
      const fields = blueprintFaults(blueprint, banks);
      if (Object.keys(fields).length === 0) return ok(blueprint);
      return { ok: false, refusal: { code: 'FORM.BLUEPRINT', kind: 'invalid', detail: '', fields } };
    } catch (error) {
      if (error instanceof RefusalError) return { ok: false, refusal: error.refusal };
      throw error;
    }
  }

  async #checked(
    request: OpenMeritRequest,
    banks: readonly BankTaxonomy[],
    blueprint: Blueprint,
  ): Promise<Record<string, unknown>> {
    const feasibility = await this.checkBlueprint.run(blueprint);
    return shownBlueprint(blueprint, wordsFor(this.pages, request, banks), feasibility);
  }

  #model(
    request: OpenMeritRequest,
    banks: readonly BankTaxonomy[],
    form: EditorForm,
    base: string | null,
  ): Record<string, unknown> {
    return {
      form,
      base,
      formLanguages: languagesOf(banks),
      choices: editorChoices(form, banks, wordsFor(this.pages, request, banks), request.language),
    };
  }

  #show(
    request: OpenMeritRequest,
    banks: readonly BankTaxonomy[],
    form: EditorForm,
    base: string | null,
    shown?: Record<string, unknown>,
  ): string {
    return this.pages.html(request, EDITOR, { ...this.#model(request, banks, form, base), shown });
  }

  #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    banks: readonly BankTaxonomy[],
    form: EditorForm,
    base: string | null,
    refusal: Refusal,
  ): string {
    const fields = refusal.fields && onThePage(refusal.fields, form);
    return this.pages.refused(request, reply, EDITOR, this.#model(request, banks, form, base), {
      ...refusal,
      ...(fields && { fields }),
    });
  }
}

/** Every language that some bank has, English first. */
const languagesOf = (banks: readonly BankTaxonomy[]): string[] =>
  [...new Set(banks.flatMap(({ languages }) => languages))].sort(
    (a, b) => Number(b === 'en') - Number(a === 'en') || (a < b ? -1 : 1),
  );
