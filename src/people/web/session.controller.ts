import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Access, Database, orThrow, type OpenMeritRequest } from '../../platform/index.js';
import { principalOf } from '../store/account-store.js';
import { RegisterCandidate } from '../use-cases/register-candidate.js';
import { SignInQueue } from '../use-cases/sign-in-queue.js';
import { AccountIdDto, RegisterDto, SignInDto, WebSessionDto } from './dto/people.dto.js';

/** Signing in and out, and registering as a candidate, by API. */
@ApiTags('people')
@Controller('api/v1')
export class SessionController {
  constructor(
    private readonly database: Database,
    private readonly queue: SignInQueue,
    private readonly registerCandidate: RegisterCandidate,
  ) {}

  @Get('session')
  @Access.anyone()
  @ApiOperation({ summary: 'Who you are, and the token for changes' })
  @ApiOkResponse({ type: WebSessionDto })
  show(@Req() request: OpenMeritRequest): WebSessionDto {
    const { principal } = request;
    return {
      account: principal && {
        accountId: principal.accountId,
        displayName: principal.displayName,
        candidate: principal.personId !== null,
      },
      csrfToken: request.csrfToken(),
    };
  }

  @Post('session')
  @HttpCode(200)
  @Access.anyone()
  @ApiOperation({
    summary: 'Sign in',
    description:
      'A new session begins; take the new csrfToken from the answer. While very many sign in it is refused with ' +
      'AUTH.BUSY (503): try again after retryAfter seconds.',
  })
  @ApiOkResponse({ type: WebSessionDto })
  async create(@Req() request: OpenMeritRequest, @Body() body: SignInDto): Promise<WebSessionDto> {
    const { signIn: name, password } = body;
    const { accountId } = orThrow(await this.queue.run({ name, password, address: request.ip }));
    await beginSession(request, accountId);
    request.principal = (await principalOf(this.database.tx, accountId)) ?? null;
    return this.show(request);
  }

  @Delete('session')
  @HttpCode(204)
  @Access.anyone()
  @ApiOperation({ summary: 'Sign out' })
  @ApiNoContentResponse()
  async end(@Req() request: OpenMeritRequest): Promise<void> {
    await request.session.destroy();
  }

  @Post('candidates')
  @Access.anyone()
  @ApiOperation({ summary: 'Register as a candidate', description: 'One person, one account. Then sign in.' })
  @ApiCreatedResponse({ type: AccountIdDto })
  async register(@Body() body: RegisterDto): Promise<AccountIdDto> {
    const { _csrf, ...wish } = body;
    return orThrow(await this.registerCandidate.run(wish));
  }
}

/** A fresh session id at sign-in: whoever knew the old one gains nothing (session fixation). */
export async function beginSession(request: OpenMeritRequest, accountId: string): Promise<void> {
  await request.session.regenerate();
  request.session.accountId = accountId;
}
