import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { bankTaxonomies } from '../../question-bank/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { blueprintFaults } from '../domain/blueprint/blueprint-faults.js';
import { assembliesOf } from '../store/assembly-store.js';
import { blueprints } from '../store/blueprint-store.js';
import { CheckBlueprint } from '../use-cases/check-blueprint.js';
import { PublishBlueprint } from '../use-cases/publish-blueprint.js';
import { RequestAssembly } from '../use-cases/request-assembly.js';
import { SaveBlueprint } from '../use-cases/save-blueprint.js';
import { blueprintOr404, READERS, WRITERS } from './access.js';
import { AssemblyIdDto, AssemblyListDto, RequestAssemblyDto } from './dto/assembly.dto.js';
import {
  BlueprintDetailDto,
  BlueprintListDto,
  BlueprintStateDto,
  FeasibilityDto,
  SavedBlueprintDto,
} from './dto/blueprint-views.dto.js';
import { CheckBlueprintDto, SaveBlueprintDto, type BlueprintDto } from './dto/blueprint.dto.js';

const TIME_LIMIT = 60;

/** Blueprints: made by exam officers of the platform, version by version; auditors read. */
@ApiTags('form')
@Controller('api/v1/blueprints')
export class BlueprintsController {
  constructor(
    private readonly database: Database,
    private readonly checkBlueprint: CheckBlueprint,
    private readonly saveBlueprint: SaveBlueprint,
    private readonly publishBlueprint: PublishBlueprint,
    private readonly requestAssembly: RequestAssembly,
  ) {}

  @Get()
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'Blueprints', description: 'The newest version of each code, drafts among them.' })
  @ApiOkResponse({ type: BlueprintListDto })
  async list(): Promise<BlueprintListDto> {
    const found = await blueprints(this.database.tx);
    return { items: found.map(({ body: _body, ...head }) => head) };
  }

  @Post()
  @Access.role(WRITERS, 'platform')
  @ApiOperation({ summary: 'Save a blueprint as a draft', description: 'A new version; old ones stay.' })
  @ApiCreatedResponse({ type: SavedBlueprintDto })
  async save(
    @CurrentPrincipal() principal: Principal,
    @Body() body: SaveBlueprintDto,
  ): Promise<SavedBlueprintDto> {
    const blueprint = plain(body.blueprint);
    const saved = orThrow(await this.saveBlueprint.run(principal, blueprint, body.base ?? null));
    return { ...saved, feasibility: await this.checkBlueprint.run(blueprint) };
  }

  @Post('check')
  @HttpCode(200)
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'Can the banks meet this blueprint?', description: 'Keeps nothing.' })
  @ApiOkResponse({ type: FeasibilityDto })
  async check(@Body() body: CheckBlueprintDto): Promise<FeasibilityDto> {
    const blueprint = plain(body.blueprint);
    const fields = blueprintFaults(blueprint, await bankTaxonomies(this.database.tx));
    if (Object.keys(fields).length > 0) {
      throw new RefusalError({
        code: 'FORM.BLUEPRINT',
        kind: 'invalid',
        detail: 'Something in this blueprint is not right.',
        fields,
      });
    }
    return this.checkBlueprint.run(blueprint);
  }

  @Get(':programmeId')
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'One version of a blueprint' })
  @ApiOkResponse({ type: BlueprintDetailDto })
  async show(@Param('programmeId') programmeId: string): Promise<BlueprintDetailDto> {
    const { body, ...head } = await blueprintOr404(this.database, programmeId);
    // What a shipped programme says of its practice is no part of the blueprint.
    const { practice: _practice, ...rest } = body as Blueprint & { readonly practice?: string };
    return { ...head, body: rest };
  }

  @Get(':programmeId/feasibility')
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'Can the banks meet this version now?' })
  @ApiOkResponse({ type: FeasibilityDto })
  async feasibility(@Param('programmeId') programmeId: string): Promise<FeasibilityDto> {
    return this.checkBlueprint.run((await blueprintOr404(this.database, programmeId)).body);
  }

  @Post(':programmeId/publication')
  @HttpCode(200)
  @Access.role(WRITERS, 'platform')
  @ApiOperation({ summary: 'Publish a draft', description: 'Competitions can be held for it from then on.' })
  @ApiOkResponse({ type: BlueprintStateDto })
  async publish(
    @CurrentPrincipal() principal: Principal,
    @Param('programmeId') programmeId: string,
  ): Promise<BlueprintStateDto> {
    const { id } = await blueprintOr404(this.database, programmeId);
    return orThrow(await this.publishBlueprint.run(principal, id));
  }

  @Get(':programmeId/assemblies')
  @Access.role(READERS, 'platform')
  @ApiOperation({
    summary: 'Assemblies of all versions of a blueprint',
    description: 'Newest first, 50 at most.',
  })
  @ApiOkResponse({ type: AssemblyListDto })
  async assemblies(@Param('programmeId') programmeId: string): Promise<AssemblyListDto> {
    const { code } = await blueprintOr404(this.database, programmeId);
    return { items: await assembliesOf(this.database.tx, code) };
  }

  @Post(':programmeId/assemblies')
  @Access.role(WRITERS, 'platform')
  @ApiOperation({
    summary: 'Have the forms assembled',
    description: 'A job; ask the assembly how far it is.',
  })
  @ApiCreatedResponse({ type: AssemblyIdDto })
  async assemble(
    @CurrentPrincipal() principal: Principal,
    @Param('programmeId') programmeId: string,
    @Body() body: RequestAssemblyDto,
  ): Promise<AssemblyIdDto> {
    const { id } = await blueprintOr404(this.database, programmeId);
    return orThrow(await this.requestAssembly.run(principal, id, body.timeLimitSeconds ?? TIME_LIMIT));
  }
}

/** Without the fields that were left out: what is hashed has no undefined in it. */
export const plain = (blueprint: BlueprintDto): Blueprint =>
  JSON.parse(JSON.stringify(blueprint)) as Blueprint;
