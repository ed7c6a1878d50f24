import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, withFieldNames } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  PageQueryDto,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { ROLES } from '../domain/roles.js';
import { grantableScopes } from '../store/scope-store.js';
import { CreateAccount } from '../use-cases/create-account.js';
import { agencies, CreateAgency } from '../use-cases/create-agency.js';
import { DisableAccount } from '../use-cases/disable-account.js';
import { EndLostFactors } from '../use-cases/end-lost-factors.js';
import { GrantRole } from '../use-cases/grant-role.js';
import { RevokeRole } from '../use-cases/revoke-role.js';
import { accountPage, decisionPage } from './admin.controller.js';
import { LostFactorsFormDto, NewStaffFormDto } from './dto/forms.dto.js';
import { NewAgencyFormDto, NewGrantDto } from './dto/people.dto.js';

const ACCOUNTS = 'people/web/views/accounts.njk';
const AGENCIES = 'people/web/views/agencies.njk';

/** Accounts and roles, and the trail of decisions, by pages. */
@ApiExcludeController()
@Controller()
export class AdminPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly createAccount: CreateAccount,
    private readonly disableAccount: DisableAccount,
    private readonly endLostFactors: EndLostFactors,
    private readonly grantRole: GrantRole,
    private readonly revokeRole: RevokeRole,
    private readonly createAgency: CreateAgency,
  ) {}

  @Get('admin/accounts')
  @Access.role(['administrator'], 'platform')
  @Page()
  async accounts(@Req() request: OpenMeritRequest, @Query() query: PageQueryDto): Promise<string> {
    return this.pages.html(request, ACCOUNTS, await this.#model(query));
  }

  @Post('admin/accounts')
  @Access.role(['administrator'], 'platform')
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewStaffFormDto,
  ): Promise<string> {
    const { _csrf, password, ...values } = body;
    const language = request.language;
    const fields = body.faults(language);
    const result = fields
      ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
      : await this.createAccount.run(principal, { ...values, password, language });
    if (!result.ok) {
      return this.pages.refused(
        request,
        reply,
        ACCOUNTS,
        { ...(await this.#model({})), values },
        result.refusal,
      );
    }
    return seeOther(reply, '/admin/accounts');
  }

  @Post('admin/accounts/:accountId/grants')
  @Access.role(['administrator'], 'platform')
  @Page()
  async grant(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() body: NewGrantDto,
  ): Promise<string> {
    if (!isUuid(accountId)) throw noAccount();
    const result = await this.grantRole.run(principal, accountId, body.role, body.scopeId);
    if (!result.ok)
      return this.pages.refused(request, reply, ACCOUNTS, await this.#model({}), result.refusal);
    return seeOther(reply, '/admin/accounts');
  }

  @Post('admin/accounts/:accountId/grants/:grantId/revocation')
  @Access.role(['administrator'], 'platform')
  @Page()
  async revoke(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('grantId') grantId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(accountId) || !isUuid(grantId)) throw noAccount();
    const result = await this.revokeRole.run(principal, accountId, grantId);
    if (!result.ok)
      return this.pages.refused(request, reply, ACCOUNTS, await this.#model({}), result.refusal);
    return seeOther(reply, '/admin/accounts');
  }

  @Post('admin/accounts/:accountId/disabling')
  @Access.role(['administrator'], 'platform')
  @Page()
  async disable(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(accountId)) throw noAccount();
    orThrow(await this.disableAccount.run(principal, accountId));
    return seeOther(reply, '/admin/accounts');
  }

  @Post('admin/accounts/:accountId/second-factors/end')
  @Access.role(['administrator'], 'platform')
  @Page()
  async endFactors(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() { reason }: LostFactorsFormDto,
  ): Promise<string> {
    if (!isUuid(accountId)) throw noAccount();
    // There is one such field for each account.
    const result = withFieldNames(await this.endLostFactors.run(principal, accountId, reason), {
      reason: `reason-${accountId}`,
    });
    if (!result.ok) {
      const model = { ...(await this.#model({})), ending: { accountId, reason } };
      return this.pages.refused(request, reply, ACCOUNTS, model, result.refusal);
    }
    return seeOther(reply, '/admin/accounts');
  }

  @Get('admin/agencies')
  @Access.role(['administrator'], 'platform')
  @Page()
  async agencies(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, AGENCIES, { items: await agencies(this.database.tx) });
  }

  @Post('admin/agencies')
  @Access.role(['administrator'], 'platform')
  @Page()
  async addAgency(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewAgencyFormDto,
  ): Promise<string> {
    const { _csrf, ...values } = body;
    const fields = {
      ...(!/^[A-Z0-9][A-Z0-9-]{1,19}$/.test(values.code.trim()) && { code: 'matches' }),
      ...(values.name.trim() === '' && { name: 'isString' }),
    };
    const result =
      Object.keys(fields).length > 0
        ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
        : await this.createAgency.run(principal, {
            code: values.code.trim(),
            name: { [request.language]: values.name.trim() },
          });
    if (!result.ok) {
      const model = { items: await agencies(this.database.tx), values };
      return this.pages.refused(request, reply, AGENCIES, model, result.refusal);
    }
    return seeOther(reply, '/admin/agencies');
  }

  @Get('audit')
  @Access.role(['auditor', 'administrator'], 'any')
  @Page()
  async audit(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Query() query: PageQueryDto,
  ): Promise<string> {
    const page = await decisionPage(this.database, principal, query);
    return this.pages.html(request, 'people/web/views/audit.njk', { ...page, cursor: query.cursor });
  }

  async #model(query: PageQueryDto): Promise<Record<string, unknown>> {
    return {
      ...(await accountPage(this.database, query)),
      cursor: query.cursor,
      roleNames: ROLES,
      scopes: await grantableScopes(this.database.tx),
    };
  }
}

const noAccount = () =>
  new RefusalError({ code: 'PEOPLE.NO_ACCOUNT', kind: 'not-found', detail: 'There is no such account.' });
