import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { codesOf, formsOf } from '../store/assembly-store.js';
import { MoveAssembly } from '../use-cases/move-assembly.js';
import { assemblyOr404, READERS, WRITERS } from './access.js';
import { AssemblyFormsDto, AssemblyDto, AssemblyStateDto } from './dto/assembly.dto.js';

/** Forms that are assembled beforehand, how far they are, and who approved them. */
@ApiTags('form')
@Controller('api/v1/assemblies')
export class AssembliesController {
  constructor(
    private readonly database: Database,
    private readonly moveAssembly: MoveAssembly,
  ) {}

  @Get(':assemblyId')
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'One assembly, with how far it is and what came out' })
  @ApiOkResponse({ type: AssemblyDto })
  async show(@Param('assemblyId') assemblyId: string): Promise<AssemblyDto> {
    return assemblyOr404(this.database, assemblyId);
  }

  @Get(':assemblyId/forms')
  @Access.role(READERS, 'platform')
  @ApiOperation({ summary: 'Its forms, by item codes' })
  @ApiOkResponse({ type: AssemblyFormsDto })
  async forms(@Param('assemblyId') assemblyId: string): Promise<AssemblyFormsDto> {
    const { id } = await assemblyOr404(this.database, assemblyId);
    const forms = await formsOf(this.database.tx, id);
    return { items: forms.map((form) => ({ ...codesOf(form), profile: form.profile })) };
  }

  @Post(':assemblyId/cancellation')
  @HttpCode(200)
  @Access.role(WRITERS, 'platform')
  @ApiOperation({ summary: 'End an assembly that is waiting or under way' })
  @ApiOkResponse({ type: AssemblyStateDto })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('assemblyId') assemblyId: string,
  ): Promise<AssemblyStateDto> {
    return this.#move(principal, assemblyId, 'cancel');
  }

  @Post(':assemblyId/approval')
  @HttpCode(200)
  @Access.role(WRITERS, 'platform')
  @ApiOperation({ summary: 'Approve the forms', description: 'They are checked once more before.' })
  @ApiOkResponse({ type: AssemblyStateDto })
  async approve(
    @CurrentPrincipal() principal: Principal,
    @Param('assemblyId') assemblyId: string,
  ): Promise<AssemblyStateDto> {
    return this.#move(principal, assemblyId, 'approve');
  }

  @Post(':assemblyId/withdrawal')
  @HttpCode(200)
  @Access.role(WRITERS, 'platform')
  @ApiOperation({ summary: 'Withdraw the approval', description: 'Until a draw has used the forms.' })
  @ApiOkResponse({ type: AssemblyStateDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('assemblyId') assemblyId: string,
  ): Promise<AssemblyStateDto> {
    return this.#move(principal, assemblyId, 'withdraw');
  }

  async #move(
    principal: Principal,
    assemblyId: string,
    event: 'cancel' | 'approve' | 'withdraw',
  ): Promise<AssemblyStateDto> {
    const { id } = await assemblyOr404(this.database, assemblyId);
    return orThrow(await this.moveAssembly.run(principal, id, event));
  }
}
