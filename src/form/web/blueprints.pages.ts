import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { refuse, type Refusal } from '../../kernel/index.js';
import { bankTaxonomies } from '../../question-bank/index.js';
import { assembliesOf } from '../store/assembly-store.js';
import { blueprints, blueprintVersions } from '../store/blueprint-store.js';
import { CheckBlueprint } from '../use-cases/check-blueprint.js';
import { PublishBlueprint } from '../use-cases/publish-blueprint.js';
import { RequestAssembly } from '../use-cases/request-assembly.js';
import { blueprintOr404, mayWrite, READERS, WRITERS } from './access.js';
import { shownBlueprint, wordsFor } from './blueprint-pages-model.js';

const LIST = 'form/web/views/blueprints.njk';
const SHOW = 'form/web/views/blueprint.njk';

class AssembleFormDto extends FormDto {
  @IsString()
  @MaxLength(10)
  timeLimitSeconds!: string;
}

/** The blueprints there are, and one of them with what the bank says to it. */
@ApiExcludeController()
@Controller('blueprints')
export class BlueprintsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly checkBlueprint: CheckBlueprint,
    private readonly publishBlueprint: PublishBlueprint,
    private readonly requestAssembly: RequestAssembly,
  ) {}

  @Get()
  @Access.role(READERS, 'platform')
  @Page()
  async list(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, LIST, {
      items: await blueprints(this.database.tx),
      canWrite: mayWrite(request.principal),
    });
  }

  @Get(':programmeId')
  @Access.role(READERS, 'platform')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('programmeId') programmeId: string): Promise<string> {
    return this.pages.html(request, SHOW, await this.#model(request, programmeId));
  }

  @Post(':programmeId/publication')
  @Access.role(WRITERS, 'platform')
  @Page()
  async publish(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('programmeId') programmeId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const { id } = await blueprintOr404(this.database, programmeId);
    const result = await this.publishBlueprint.run(principal, id);
    return result.ok
      ? seeOther(reply, `/blueprints/${id}`)
      : this.#refused(request, reply, id, result.refusal);
  }

  @Post(':programmeId/assemblies')
  @Access.role(WRITERS, 'platform')
  @Page()
  async assemble(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('programmeId') programmeId: string,
    @Body() body: AssembleFormDto,
  ): Promise<string> {
    const { id } = await blueprintOr404(this.database, programmeId);
    const seconds = /^\d{1,3}$/.test(body.timeLimitSeconds.trim()) ? Number(body.timeLimitSeconds) : 0;
    const result =
      seconds < 5 || seconds > 900
        ? refuse('invalid', 'FORM.TIME_LIMIT', 'A time limit is from 5 to 900 seconds.', {
            fields: { timeLimitSeconds: 'FORM.TIME_LIMIT' },
          })
        : await this.requestAssembly.run(principal, id, seconds);
    return result.ok
      ? seeOther(reply, `/assemblies/${result.value.assemblyId}`)
      : this.#refused(request, reply, id, result.refusal, { timeLimitSeconds: body.timeLimitSeconds });
  }

  async #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    programmeId: string,
    refusal: Refusal,
    values: object = {},
  ): Promise<string> {
    const model = { ...(await this.#model(request, programmeId)), values };
    return this.pages.refused(request, reply, SHOW, model, refusal);
  }

  async #model(request: OpenMeritRequest, programmeId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const blueprint = await blueprintOr404(this.database, programmeId);
    const words = wordsFor(this.pages, request, await bankTaxonomies(tx));
    return {
      blueprint,
      shown: shownBlueprint(blueprint.body, words, await this.checkBlueprint.run(blueprint.body)),
      versions: await blueprintVersions(tx, blueprint.code),
      assemblies: await assembliesOf(tx, blueprint.code),
      canWrite: mayWrite(request.principal),
    };
  }
}
