import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  pageOf,
  PageQueryDto,
  readCursor,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { staffAccounts, type AccountView } from '../store/account-store.js';
import { AgencyRow } from '../store/agency.row.js';
import { decisionsIn, type DecisionView } from '../store/decision-store.js';
import { scopesWithin } from '../store/scope-store.js';
import { CreateAccount } from '../use-cases/create-account.js';
import { CreateAgency } from '../use-cases/create-agency.js';
import { DisableAccount } from '../use-cases/disable-account.js';
import { EndLostFactors } from '../use-cases/end-lost-factors.js';
import { GrantRole } from '../use-cases/grant-role.js';
import { RevokeRole } from '../use-cases/revoke-role.js';
import {
  AccountIdDto,
  AccountPageDto,
  AgencyIdDto,
  AgencyListDto,
  DecisionPageDto,
  GrantIdDto,
  LostFactorsDto,
  NewAgencyDto,
  NewGrantDto,
  NewStaffDto,
} from './dto/people.dto.js';

const NO_ACCOUNT = {
  code: 'PEOPLE.NO_ACCOUNT',
  kind: 'not-found',
  detail: 'There is no such account.',
} as const;

/** Accounts, roles and agencies for administrators; decisions for auditors. */
@ApiTags('people')
@Controller('api/v1')
export class AdminController {
  constructor(
    private readonly database: Database,
    private readonly createAccount: CreateAccount,
    private readonly disableAccount: DisableAccount,
    private readonly endLostFactors: EndLostFactors,
    private readonly grantRole: GrantRole,
    private readonly revokeRole: RevokeRole,
    private readonly createAgency: CreateAgency,
  ) {}

  @Get('accounts')
  @Access.role(['administrator', 'auditor'], 'platform')
  @ApiOperation({ summary: 'Staff accounts with their roles', description: 'By sign-in name.' })
  @ApiOkResponse({ type: AccountPageDto })
  async accounts(@Query() query: PageQueryDto): Promise<{ items: AccountView[]; nextCursor: string | null }> {
    return accountPage(this.database, query);
  }

  @Post('accounts')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Make a staff account', description: 'Without a role; grant one next.' })
  @ApiCreatedResponse({ type: AccountIdDto })
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewStaffDto): Promise<AccountIdDto> {
    return orThrow(await this.createAccount.run(principal, body));
  }

  @Post('accounts/:accountId/disabling')
  @HttpCode(200)
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Shut a staff account', description: 'Its sessions end at once.' })
  @ApiOkResponse({ type: AccountIdDto })
  async disable(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
  ): Promise<AccountIdDto> {
    if (!isUuid(accountId)) throw new RefusalError(NO_ACCOUNT);
    return orThrow(await this.disableAccount.run(principal, accountId));
  }

  @Post('accounts/:accountId/second-factors/end')
  @HttpCode(200)
  @Access.role(['administrator'], 'platform')
  @ApiOperation({
    summary: 'End second factors that were lost',
    description:
      'And the recovery codes, and all sessions of the account. Its owner enrols anew with the password.',
  })
  @ApiOkResponse({ type: AccountIdDto })
  async endFactors(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() { reason }: LostFactorsDto,
  ): Promise<AccountIdDto> {
    if (!isUuid(accountId)) throw new RefusalError(NO_ACCOUNT);
    return orThrow(await this.endLostFactors.run(principal, accountId, reason));
  }

  @Post('accounts/:accountId/grants')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Grant a role for a scope' })
  @ApiCreatedResponse({ type: GrantIdDto })
  async grant(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() body: NewGrantDto,
  ): Promise<GrantIdDto> {
    if (!isUuid(accountId)) throw new RefusalError(NO_ACCOUNT);
    return orThrow(await this.grantRole.run(principal, accountId, body.role, body.scopeId));
  }

  @Delete('accounts/:accountId/grants/:grantId')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Take a role back', description: 'From the next request on.' })
  @ApiOkResponse({ type: GrantIdDto })
  async revoke(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('grantId') grantId: string,
  ): Promise<GrantIdDto> {
    if (!isUuid(accountId) || !isUuid(grantId)) throw new RefusalError(NO_ACCOUNT);
    return orThrow(await this.revokeRole.run(principal, accountId, grantId));
  }

  @Get('agencies')
  @Access.anyone()
  @ApiOperation({ summary: 'Agencies that recruit', description: 'By code.' })
  @ApiOkResponse({ type: AgencyListDto })
  async agencies(): Promise<AgencyListDto> {
    return { items: await this.database.tx.find(AgencyRow, { order: { code: 'ASC' } }) };
  }

  @Post('agencies')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'Add an agency' })
  @ApiCreatedResponse({ type: AgencyIdDto })
  async addAgency(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewAgencyDto,
  ): Promise<AgencyIdDto> {
    return orThrow(await this.createAgency.run(principal, body));
  }

  @Get('decisions')
  @Access.role(['auditor', 'administrator'], 'any')
  @ApiOperation({ summary: 'Who decided what, and why', description: 'Inside your scopes, newest first.' })
  @ApiOkResponse({ type: DecisionPageDto })
  async decisions(
    @CurrentPrincipal() principal: Principal,
    @Query() query: PageQueryDto,
  ): Promise<{ items: DecisionView[]; nextCursor: string | null }> {
    return decisionPage(this.database, principal, query);
  }
}

/** A page of staff accounts. Shared with the pages. */
export async function accountPage(
  database: Database,
  query: PageQueryDto,
): Promise<{ items: AccountView[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const [after = null] = readCursor(query.cursor, 1, ([value]) => typeof value === 'string') ?? [];
  const found = await staffAccounts(database.tx, after === null ? null : String(after), limit + 1);
  return pageOf(found, limit, (last) => [last.signIn]);
}

/** A page of decisions inside the scopes of whoever audits. Shared with the pages. */
export async function decisionPage(
  database: Database,
  principal: Principal,
  query: PageQueryDto,
): Promise<{ items: DecisionView[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const [before = null] = readCursor(query.cursor, 1, ([value]) => /^\d{1,18}$/.test(String(value))) ?? [];
  const roots = principal.grants
    .filter(({ role }) => role === 'auditor' || role === 'administrator')
    .map(({ scopeId }) => scopeId);
  const scopes = await scopesWithin(database.tx, roots);
  const found = await decisionsIn(database.tx, scopes, before === null ? null : String(before), limit + 1);
  return pageOf(found, limit, (last) => [last.id]);
}
