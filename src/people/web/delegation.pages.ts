import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  rows,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { isDelegable, type Role } from '../domain/roles.js';
import { delegationsOf, ownGrants } from '../store/delegation-store.js';
import { Delegate } from '../use-cases/delegate.js';
import { HandOver } from '../use-cases/hand-over.js';
import { OpenWork } from '../use-cases/open-work.js';
import { DelegationFormDto, HandoverFormDto } from './dto/delegation.dto.js';

const VIEW = 'people/web/views/delegation.njk';
const HANDOVER = 'people/web/views/handover.njk';

/** Handing roles over, by pages. */
@ApiExcludeController()
@Controller()
export class DelegationPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly delegate: Delegate,
    private readonly handOver: HandOver,
    private readonly openWork: OpenWork,
  ) {}

  @Get('account/delegations')
  @Access.signedIn()
  @Page()
  async show(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal));
  }

  @Post('account/delegations')
  @Access.signedIn()
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() { _csrf, ...values }: DelegationFormDto,
  ): Promise<string> {
    const [role = '', scopeId = ''] = (values.grant ?? '').split(' ');
    const result = await this.delegate.run(principal, { ...values, role, scopeId });
    if (!result.ok) {
      const model = { ...(await this.#model(principal)), values };
      return this.pages.refused(request, reply, VIEW, model, result.refusal);
    }
    return seeOther(reply, '/account/delegations');
  }

  @Post('account/delegations/:delegationId/end')
  @Access.signedIn()
  @Page()
  async end(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('delegationId') delegationId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const none = refuse('not-found', 'DELEGATION.NO_DELEGATION', 'There is no such delegation.');
    orThrow(isUuid(delegationId) ? await this.delegate.end(principal, delegationId) : none);
    return seeOther(reply, '/account/delegations');
  }

  @Get('admin/accounts/:accountId/handover')
  @Access.role(['administrator'], 'platform')
  @Page()
  async showHandover(
    @Req() request: OpenMeritRequest,
    @Param('accountId') accountId: string,
  ): Promise<string> {
    return this.pages.html(request, HANDOVER, await this.#leaving(accountId));
  }

  @Post('admin/accounts/:accountId/handover')
  @Access.role(['administrator'], 'platform')
  @Page()
  async pass(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() { _csrf, ...values }: HandoverFormDto,
  ): Promise<string> {
    const model = await this.#leaving(accountId);
    const wish = { ...values, disable: values.disable === 'yes' };
    const result = await this.handOver.run(principal, accountId, wish);
    if (!result.ok) return this.pages.refused(request, reply, HANDOVER, { ...model, values }, result.refusal);
    return this.pages.html(request, HANDOVER, { ...model, done: result.value });
  }

  async #model({ accountId }: Principal): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const grants = await ownGrants(tx, accountId);
    return {
      ...(await delegationsOf(tx, accountId)),
      grants: grants.filter(({ role }) => isDelegable(role as Role)),
    };
  }

  async #leaving(accountId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const [leaving] = isUuid(accountId)
      ? await rows<{ id: string; displayName: string; position: string | null }>(
          tx,
          'SELECT id, display_name AS "displayName", position FROM account WHERE id = $1 AND person_id IS NULL',
          [accountId],
        )
      : [];
    if (!leaving) return orThrow(refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such account.'));
    return { leaving, grants: await ownGrants(tx, accountId), work: await this.openWork.of(tx, accountId) };
  }
}
