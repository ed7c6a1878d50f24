import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { isUuid, refuse, type Refusal } from '../../kernel/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { qrSvg } from '../../pages/index.js';
import { factorsOf, recoveryCodesLeft } from '../store/second-factor-store.js';
import { ChangeFactors, type ShownTotp } from '../use-cases/change-factors.js';
import { FACTORS_PURPOSE } from '../use-cases/second-factor.js';
import { CodeFormDto, FactorFormDto } from './dto/second-factor.dto.js';
import { originOf, parsed, proofOf } from './proof-of.js';

const VIEW = 'people/web/views/second-factors.njk';
const PROVE = 'people/web/views/second-factor-prove.njk';
const CODES = 'people/web/views/recovery-codes.njk';
const HOME = '/account/second-factors';

/** The page on which an account adds and takes away its second factors. */
@ApiExcludeController()
@Controller('account/second-factors')
export class SecondFactorsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly change: ChangeFactors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.signedIn()
  @Page()
  async show(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal));
  }

  @Post('totp')
  @Access.signedIn()
  @Page()
  async begin(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() { name = '', password = '', ...proof }: FactorFormDto,
  ): Promise<string> {
    const ask = { proof: proofOf(this.config, request, proof), password, address: request.ip };
    const result = await this.change.beginTotp(principal, name, ask);
    if (!result.ok) return this.#refused(request, reply, principal, result.refusal, { name });
    return seeOther(reply, `${HOME}/${result.value.factorId}`);
  }

  @Get(':factorId')
  @Access.signedIn()
  @Page()
  async showNew(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('factorId') factorId: string,
  ): Promise<string> {
    const shown = orThrow(await this.change.shownTotp(principal, known(factorId)));
    return this.pages.html(request, PROVE, this.#shown(request, shown));
  }

  @Post(':factorId/confirmation')
  @Access.signedIn()
  @Page()
  async confirm(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('factorId') factorId: string,
    @Body() { code }: CodeFormDto,
  ): Promise<string> {
    const result = await this.change.confirmTotp(principal, known(factorId), code);
    if (result.ok) return this.#codes(request, reply, result.value.recoveryCodes);
    const shown = orThrow(await this.change.shownTotp(principal, factorId));
    return this.pages.refused(request, reply, PROVE, this.#shown(request, shown), result.refusal);
  }

  /** What the browser made; without a script there is none. */
  @Post('passkeys')
  @Access.signedIn()
  @Page()
  async passkey(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() { name = '', response = '' }: FactorFormDto,
  ): Promise<string> {
    const result = await this.change.finishPasskey(
      principal,
      name,
      parsed(response) as RegistrationResponseJSON,
      originOf(this.config, request),
    );
    if (!result.ok) return this.#refused(request, reply, principal, result.refusal, { name });
    return this.#codes(request, reply, result.value.recoveryCodes);
  }

  @Post('recovery-codes')
  @Access.signedIn()
  @Page()
  async renew(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() proof: FactorFormDto,
  ): Promise<string> {
    const result = await this.change.renewCodes(principal, proofOf(this.config, request, proof));
    if (!result.ok) return this.#refused(request, reply, principal, result.refusal, {});
    return this.#codes(request, reply, result.value.recoveryCodes);
  }

  @Post(':factorId/end')
  @Access.signedIn()
  @Page()
  async end(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('factorId') factorId: string,
    @Body() proof: FactorFormDto,
  ): Promise<string> {
    const result = await this.change.end(principal, known(factorId), proofOf(this.config, request, proof));
    if (!result.ok) return this.#refused(request, reply, principal, result.refusal, { factorId });
    return seeOther(reply, HOME);
  }

  /** Once, and on no address that could be asked for again. */
  #codes(request: OpenMeritRequest, reply: OpenMeritReply, codes: readonly string[]): string {
    return codes.length === 0 ? seeOther(reply, HOME) : this.pages.html(request, CODES, { codes });
  }

  #shown(request: OpenMeritRequest, { factorId, secret, uri }: ShownTotp): Record<string, unknown> {
    return {
      factorId,
      secret: secret.replace(/(.{4})(?=.)/g, '$1 '),
      qr: qrSvg(uri, this.pages.t(request.language, 'account:totp.qr')),
    };
  }

  async #refused(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    refusal: Refusal,
    values: Record<string, unknown>,
  ): Promise<string> {
    const model = { ...(await this.#model(principal)), values };
    return this.pages.refused(request, reply, VIEW, model, refusal);
  }

  async #model({ accountId }: Principal): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const factors = await factorsOf(tx, accountId);
    return {
      factors,
      hasPasskey: factors.some(({ kind }) => kind === 'passkey'),
      codesLeft: await recoveryCodesLeft(tx, accountId),
      purpose: FACTORS_PURPOSE,
    };
  }
}

const known = (factorId: string): string =>
  isUuid(factorId)
    ? factorId
    : orThrow(refuse('not-found', 'SECOND_FACTOR.NO_FACTOR', 'There is no such second factor.'));
