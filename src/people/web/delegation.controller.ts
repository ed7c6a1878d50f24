import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid, refuse } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { delegationsOf } from '../store/delegation-store.js';
import { Delegate } from '../use-cases/delegate.js';
import { HandOver } from '../use-cases/hand-over.js';
import { OpenWork } from '../use-cases/open-work.js';
import {
  DelegationIdDto,
  DelegationsDto,
  WorkHandedOverDto,
  NewDelegationDto,
  NewHandoverDto,
  OpenWorkDto,
} from './dto/delegation.dto.js';

/** Handing roles over: for a time by whoever has them, for good by an administrator. */
@ApiTags('people')
@Controller('api/v1')
export class DelegationController {
  constructor(
    private readonly database: Database,
    private readonly delegate: Delegate,
    private readonly handOver: HandOver,
    private readonly openWork: OpenWork,
  ) {}

  @Get('account/delegations')
  @Access.signedIn()
  @ApiOperation({ summary: 'What you handed over, and on what you act for others' })
  @ApiOkResponse({ type: DelegationsDto })
  async list(@CurrentPrincipal() { accountId }: Principal): Promise<DelegationsDto> {
    return delegationsOf(this.database.tx, accountId);
  }

  @Post('account/delegations')
  @Access.signedIn()
  @ApiOperation({
    summary: 'Hand a role of your own over for some days',
    description:
      'Your colleague acts by their own name, for yours. What was handed over cannot be passed on.',
  })
  @ApiCreatedResponse({ type: DelegationIdDto })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body() body: NewDelegationDto,
  ): Promise<DelegationIdDto> {
    return orThrow(await this.delegate.run(principal, body));
  }

  @Post('account/delegations/:delegationId/end')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({ summary: 'Take it back' })
  @ApiOkResponse({ type: DelegationIdDto })
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('delegationId') delegationId: string,
  ): Promise<DelegationIdDto> {
    if (!isUuid(delegationId))
      return orThrow(refuse('not-found', 'DELEGATION.NO_DELEGATION', 'There is no such delegation.'));
    return orThrow(await this.delegate.end(principal, delegationId));
  }

  @Get('accounts/:accountId/open-work')
  @Access.role(['administrator'], 'platform')
  @ApiOperation({ summary: 'What is open at somebody’s hands' })
  @ApiOkResponse({ type: OpenWorkDto })
  async work(@Param('accountId') accountId: string): Promise<OpenWorkDto> {
    return { items: isUuid(accountId) ? await this.openWork.of(this.database.tx, accountId) : [] };
  }

  @Post('accounts/:accountId/handover')
  @HttpCode(200)
  @Access.role(['administrator'], 'platform')
  @ApiOperation({
    summary: 'Somebody leaves: their roles pass to a colleague',
    description: 'What was open then is written down.',
  })
  @ApiOkResponse({ type: WorkHandedOverDto })
  async pass(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Body() { disable = false, ...wish }: NewHandoverDto,
  ): Promise<WorkHandedOverDto> {
    if (!isUuid(accountId))
      return orThrow(refuse('not-found', 'PEOPLE.NO_ACCOUNT', 'There is no such account.'));
    return orThrow(await this.handOver.run(principal, accountId, { ...wish, disable }));
  }
}
