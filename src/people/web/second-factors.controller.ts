import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { isUuid, refuse } from '../../kernel/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  type Config,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { factorsOf, recoveryCodesLeft } from '../store/second-factor-store.js';
import { ChangeFactors } from '../use-cases/change-factors.js';
import { SecondFactor } from '../use-cases/second-factor.js';
import {
  EnrolledFactorDto,
  FactorIdDto,
  FactorListDto,
  NewPasskeyDto,
  NewTotpDto,
  PasskeyAskDto,
  ProofDto,
  PurposeDto,
  RecoveryCodesDto,
  ShownTotpDto,
  TotpCodeDto,
} from './dto/second-factor.dto.js';
import { originOf, proofOf } from './proof-of.js';

/** The second factors of one's own account. */
@ApiTags('people')
@Controller('api/v1/account/second-factors')
export class SecondFactorsController {
  constructor(
    private readonly database: Database,
    private readonly change: ChangeFactors,
    private readonly secondFactor: SecondFactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.signedIn()
  @ApiOperation({ summary: 'Your second factors' })
  @ApiOkResponse({ type: FactorListDto })
  async list(@CurrentPrincipal() { accountId }: Principal): Promise<FactorListDto> {
    const { tx } = this.database;
    return {
      items: await factorsOf(tx, accountId),
      recoveryCodesLeft: await recoveryCodesLeft(tx, accountId),
    };
  }

  @Post('totp')
  @Access.signedIn()
  @ApiOperation({
    summary: 'A new authenticator',
    description: 'The first needs your password, each further one a second factor that you have.',
  })
  @ApiCreatedResponse({ type: ShownTotpDto })
  async beginTotp(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Body() { name, password = '', ...proof }: NewTotpDto,
  ): Promise<ShownTotpDto> {
    const ask = { proof: proofOf(this.config, request, proof), password, address: request.ip };
    return orThrow(await this.change.beginTotp(principal, name, ask));
  }

  @Post(':factorId/confirmation')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({ summary: 'Prove the new authenticator by a code of it' })
  @ApiOkResponse({ type: EnrolledFactorDto })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('factorId') factorId: string,
    @Body() { code }: TotpCodeDto,
  ): Promise<EnrolledFactorDto> {
    return orThrow(await this.change.confirmTotp(principal, known(factorId), code));
  }

  @Post('passkey-options')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({
    summary: 'What a browser needs to make a passkey',
    description: 'PublicKeyCredentialCreationOptionsJSON (WebAuthn level 3).',
  })
  @ApiOkResponse({ type: Object })
  async beginPasskey(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Body() { password = '', ...proof }: PasskeyAskDto,
  ): Promise<object> {
    const ask = { proof: proofOf(this.config, request, proof), password, address: request.ip };
    return orThrow(await this.change.beginPasskey(principal, ask));
  }

  @Post('passkeys')
  @Access.signedIn()
  @ApiOperation({ summary: 'Keep the passkey that the browser made' })
  @ApiCreatedResponse({ type: EnrolledFactorDto })
  async finishPasskey(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Body() { name, response }: NewPasskeyDto,
  ): Promise<EnrolledFactorDto> {
    return orThrow(
      await this.change.finishPasskey(
        principal,
        name,
        response as unknown as RegistrationResponseJSON,
        originOf(this.config, request),
      ),
    );
  }

  @Post('assertion-options')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({
    summary: 'What your passkey is to sign for a decision',
    description: 'PublicKeyCredentialRequestOptionsJSON; for that purpose alone, once, within five minutes.',
  })
  @ApiOkResponse({ type: Object })
  async challenge(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Body() { purpose }: PurposeDto,
  ): Promise<object> {
    return orThrow(await this.secondFactor.challenge(principal, purpose, originOf(this.config, request)));
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({ summary: 'New recovery codes; those before end' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  async renew(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Body() proof: ProofDto,
  ): Promise<RecoveryCodesDto> {
    return orThrow(await this.change.renewCodes(principal, proofOf(this.config, request, proof)));
  }

  @Post(':factorId/end')
  @HttpCode(200)
  @Access.signedIn()
  @ApiOperation({ summary: 'Take a second factor away' })
  @ApiOkResponse({ type: FactorIdDto })
  async end(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('factorId') factorId: string,
    @Body() proof: ProofDto,
  ): Promise<FactorIdDto> {
    return orThrow(await this.change.end(principal, known(factorId), proofOf(this.config, request, proof)));
  }
}

/** An id as rows have it. @throws RefusalError SECOND_FACTOR.NO_FACTOR. */
const known = (factorId: string): string =>
  isUuid(factorId)
    ? factorId
    : orThrow(refuse('not-found', 'SECOND_FACTOR.NO_FACTOR', 'There is no such second factor.'));
