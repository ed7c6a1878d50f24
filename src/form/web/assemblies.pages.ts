import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController, ApiExcludeEndpoint } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { bankTaxonomies } from '../../question-bank/index.js';
import { formReport } from '../domain/assembly/form-report.js';
import { formsOf, type AssemblyResult, type AssemblyView, type StoredForm } from '../store/assembly-store.js';
import { MoveAssembly } from '../use-cases/move-assembly.js';
import { assemblyOr404, blueprintOr404, mayWrite, READERS, WRITERS } from './access.js';
import { shownReport } from './assembly-pages-model.js';
import { NARROW, plotSvg, WIDE } from './report/plot-svg.js';
import { plotOption, PLOTS } from './report/plots.js';
import { csv, tableRows, TABLES } from './report/tables.js';

const VIEW = 'form/web/views/assembly.njk';
const EVENTS = { cancellation: 'cancel', approval: 'approve', withdrawal: 'withdraw' } as const;

/** One assembly: how far it is, then its forms side by side, then who approved them. */
@ApiExcludeController()
@Controller('assemblies')
export class AssembliesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly moveAssembly: MoveAssembly,
  ) {}

  @Get(':assemblyId')
  @Access.role(READERS, 'platform')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('assemblyId') assemblyId: string): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(request, assemblyId));
  }

  @Get(':assemblyId/plots/:plot')
  @Access.role(READERS, 'platform')
  @ApiExcludeEndpoint()
  @Header('content-type', 'image/svg+xml')
  // An image on a page has no script; opened by itself it styles itself, and that is all it may.
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Header('cache-control', 'private, max-age=3600')
  async plot(
    @Req() request: OpenMeritRequest,
    @Param('assemblyId') assemblyId: string,
    @Param('plot') name: string,
    @Query('width') width: unknown,
  ): Promise<string> {
    const plot = PLOTS.find((one) => `${one}.svg` === name);
    if (!plot) throw notHere();
    const { forms, result } = await this.#done(assemblyId);
    const { option, height } = plotOption(
      plot,
      formReport(forms, result),
      result.simulation,
      (key, parameters) => this.pages.t(request.language, `form:report.${key}`, parameters),
    );
    return plotSvg(option, width === 'narrow' ? NARROW : WIDE, height);
  }

  @Get(':assemblyId/tables/:table')
  @Access.role(READERS, 'platform')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('cache-control', 'no-store')
  async table(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('assemblyId') assemblyId: string,
    @Param('table') name: string,
  ): Promise<string> {
    const table = TABLES.find((one) => `${one}.csv` === name);
    if (!table) throw notHere();
    const { assembly, forms, result } = await this.#done(assemblyId);
    const file = `${assembly.programmeCode}-${String(assembly.programmeVersion)}-${table}.csv`;
    void reply.header('content-disposition', `attachment; filename="${file}"`);
    return csv(tableRows(table, forms, formReport(forms, result), result.simulation));
  }

  @Post(':assemblyId/:step')
  @Access.role(WRITERS, 'platform')
  @Page()
  async move(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('assemblyId') assemblyId: string,
    @Param('step') step: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const event = Object.hasOwn(EVENTS, step) ? EVENTS[step as keyof typeof EVENTS] : undefined;
    if (!event) throw notHere();
    const { id } = await assemblyOr404(this.database, assemblyId);
    const result = await this.moveAssembly.run(principal, id, event);
    return result.ok
      ? seeOther(reply, `/assemblies/${id}`)
      : this.pages.refused(request, reply, VIEW, await this.#model(request, id), result.refusal);
  }

  async #done(
    assemblyId: string,
  ): Promise<{ assembly: AssemblyView; forms: StoredForm[]; result: AssemblyResult }> {
    const assembly = await assemblyOr404(this.database, assemblyId);
    if (!assembly.result) throw notHere();
    return { assembly, forms: await formsOf(this.database.tx, assembly.id), result: assembly.result };
  }

  async #model(request: OpenMeritRequest, assemblyId: string): Promise<Record<string, unknown>> {
    const assembly = await assemblyOr404(this.database, assemblyId);
    const { failure, result } = assembly;
    const blueprint = await blueprintOr404(this.database, assembly.programmeId);
    const said = failure && { kind: 'conflict' as const, ...failure };
    return {
      assembly,
      blueprint,
      canWrite: mayWrite(request.principal),
      failed: said && this.pages.words(request, said.code, said),
      tables: TABLES,
      report:
        result &&
        shownReport(
          this.pages,
          request,
          await bankTaxonomies(this.database.tx),
          blueprint.body,
          await formsOf(this.database.tx, assembly.id),
          result,
        ),
    };
  }
}

const notHere = () =>
  new RefusalError({
    code: 'REQUEST.NO_SUCH_ADDRESS',
    kind: 'not-found',
    detail: 'There is nothing at this address.',
  });
