import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  seeOther,
} from '../../platform/index.js';
import { RegisterCandidate } from '../use-cases/register-candidate.js';
import { SignIn } from '../use-cases/sign-in.js';
import { RegisterFormDto, SignInFormDto } from './dto/forms.dto.js';
import { beginSession } from './session.controller.js';

const SIGN_IN = 'people/web/views/sign-in.njk';
const REGISTER = 'people/web/views/register.njk';

/** Signing in and out, and registering, by pages. */
@ApiExcludeController()
@Controller()
export class SignInPages {
  constructor(
    private readonly pages: Pages,
    private readonly signIn: SignIn,
    private readonly registerCandidate: RegisterCandidate,
  ) {}

  @Get('sign-in')
  @Access.anyone()
  @Page()
  showSignIn(@Req() request: OpenMeritRequest, @Query('next') next: unknown): string {
    return this.pages.html(request, SIGN_IN, { next: localPath(next) });
  }

  @Post('sign-in')
  @Access.anyone()
  @Page()
  async doSignIn(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Body() body: SignInFormDto,
  ): Promise<string> {
    const next = localPath(body.next);
    const result = await this.signIn.run(body.signIn, body.password, request.ip);
    if (!result.ok) {
      return this.pages.refused(
        request,
        reply,
        SIGN_IN,
        { next, values: { signIn: body.signIn } },
        result.refusal,
      );
    }
    await beginSession(request, result.value.accountId);
    return seeOther(reply, next);
  }

  @Post('sign-out')
  @Access.anyone()
  @Page()
  async signOut(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
  ): Promise<string> {
    await request.session.destroy();
    return seeOther(reply, '/');
  }

  @Get('register')
  @Access.anyone()
  @Page()
  showRegister(@Req() request: OpenMeritRequest, @Query('next') next: unknown): string {
    return this.pages.html(request, REGISTER, {
      next: localPath(next),
      values: { language: request.language },
    });
  }

  @Post('register')
  @Access.anyone()
  @Page()
  async register(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Body() body: RegisterFormDto,
  ): Promise<string> {
    const { _csrf, next: wanted, password, ...values } = body;
    const next = localPath(wanted);
    const fields = body.faults();
    const result = fields
      ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
      : await this.registerCandidate.run({ ...values, password });
    if (!result.ok) return this.pages.refused(request, reply, REGISTER, { next, values }, result.refusal);
    await beginSession(request, result.value.accountId);
    return seeOther(reply, next);
  }
}

/** Only a path of ours: an address from outside must not be able to send a visitor elsewhere. */
const localPath = (next: unknown): string =>
  typeof next === 'string' && /^\/(?![/\\])[\w\-./?=&%]*$/.test(next) ? next : '/desk';
