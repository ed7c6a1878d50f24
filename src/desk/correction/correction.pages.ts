import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse, type Refusal } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  PLATFORM_SCOPE,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import {
  correctableEntry,
  correctionOf,
  fieldWords,
  isCorrectable,
  valueWords,
  type CorrectableEntry,
} from '../../registry/index.js';
import { foundEntry, SHORTEST_GROUND } from '../entry-act.js';
import { CorrectEntry } from './correct-entry.js';
import { formLines, typedLines } from './correction-form.js';

const VIEW = 'desk/web/views/correction.njk';
const LONGEST_GROUND = 500;

/** Correcting an entry in two steps: what is right is typed over what is wrong, then read through and stated by name. */
@ApiExcludeController()
@Controller('registry/entries/:publicId/correction')
export class CorrectionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly correctEntry: CorrectEntry,
  ) {}

  @Get()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('publicId') publicId: string): Promise<string> {
    return this.pages.html(request, VIEW, this.#model(request, await this.#entry(publicId), {}));
  }

  @Post()
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @Page()
  async correct(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('publicId') publicId: string,
    @Body() body: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const entry = await this.#entry(publicId);
    const typed = Object.fromEntries(
      Object.entries(body).filter((one): one is [string, string] => typeof one[1] === 'string'),
    );
    const lines = typedLines(formLines(entry), typed);
    const ground = (typed['ground'] ?? '').trim();
    const model = this.#model(request, entry, typed);
    const refused = (refusal: Refusal) => this.pages.refused(request, reply, VIEW, model, refusal);

    const made = correctionOf(entry, lines);
    const isGround = ground.length >= SHORTEST_GROUND && ground.length <= LONGEST_GROUND;
    if (!made.ok || !isGround) {
      const said = made.ok ? undefined : made.refusal;
      // Of the whole of it there is one thing to say; of fields each has its own.
      if (said && !said.fields && said.kind !== 'invalid') return refused(said);
      const faults = said?.fields ?? (said ? { [model.lines[0]?.field ?? 'ground']: said.code } : {});
      const fields = { ...faults, ...(!isGround && { ground: 'REGISTRY.CORRECTION_GROUND' }) };
      return refused(refuse('invalid', 'REQUEST.INVALID', '', { fields }).refusal);
    }
    if (typed['step'] === 'back') return this.pages.html(request, VIEW, model);
    if (typed['step'] !== 'state') {
      const changes = lines.map(({ field, published, correct }) => ({
        field: this.#words(request, field),
        published: this.#value(request, published),
        correct: this.#value(request, correct),
      }));
      return this.pages.html(request, VIEW, { ...model, changes });
    }
    const result = await this.correctEntry.run(principal, publicId, { lines, ground });
    return result.ok ? seeOther(reply, `/registry/entries/${publicId}`) : refused(result.refusal);
  }

  async #entry(publicId: string): Promise<CorrectableEntry> {
    return foundEntry(await correctableEntry(this.database.tx, publicId));
  }

  #model(request: OpenMeritRequest, entry: CorrectableEntry, typed: Readonly<Record<string, string>>) {
    const lines = formLines(entry).map((line) => ({
      ...line,
      label: this.#words(request, line.field),
      hint: this.#value(request, line.published),
      value: typed[line.field] ?? line.now,
    }));
    return { entry, lines, ground: typed['ground'] ?? '', correctable: isCorrectable(entry) };
  }

  readonly #words = (request: OpenMeritRequest, field: string) =>
    fieldWords(this.pages.t, request.language, field);
  readonly #value = (request: OpenMeritRequest, value: Parameters<typeof valueWords>[2]) =>
    valueWords(this.pages.t, request.language, value);
}
