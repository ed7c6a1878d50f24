import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, refuseFields } from '../../kernel/index.js';
import { agencies } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  PLATFORM_SCOPE,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import {
  postRequestById,
  postRequestsOf,
  waitingPostRequests,
  type PostRequestView,
} from '../store/post-request-store.js';
import { DecidePostRequest } from '../use-cases/decide-post-request.js';
import { noRequest, RequestPost } from '../use-cases/request-post.js';
import { WithdrawPostRequest } from '../use-cases/withdraw-post-request.js';
import { PostRequestDecisionFormDto, PostRequestFormDto } from './dto/post-request.dto.js';
import { postWish, requestForm } from './post-request-form.js';

const LIST = 'competition/web/views/post-requests.njk';
const FORM = 'competition/web/views/post-request-form.njk';
const WAITING = 'competition/web/views/waiting-post-requests.njk';
const DECIDE = 'competition/web/views/post-request.njk';

/** Posts that agencies ask for: their own page, and the page of those who approve them. */
@ApiExcludeController()
@Controller()
export class PostRequestsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly requestPost: RequestPost,
    private readonly decidePostRequest: DecidePostRequest,
    private readonly withdrawPostRequest: WithdrawPostRequest,
  ) {}

  @Get('manage/agencies/:agencyId/post-requests')
  @Access.role(['hr-officer', 'auditor', 'administrator'], 'agencyId')
  @Page()
  async list(@Req() request: OpenMeritRequest, @Param('agencyId') agencyId: string): Promise<string> {
    return this.pages.html(request, LIST, {
      agency: await this.#agency(agencyId),
      items: await postRequestsOf(this.database.tx, agencyId),
    });
  }

  @Get('manage/agencies/:agencyId/post-requests/new')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async form(
    @Req() request: OpenMeritRequest,
    @Param('agencyId') agencyId: string,
    @Query('again') again?: string,
  ): Promise<string> {
    const known = isUuid(again) ? await this.#own(agencyId, again) : undefined;
    return this.pages.html(request, FORM, {
      agency: await this.#agency(agencyId),
      again: known,
      ...(known && { values: requestForm(known) }),
    });
  }

  @Post('manage/agencies/:agencyId/post-requests')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async ask(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: PostRequestFormDto,
    @Query('again') again?: string,
  ): Promise<string> {
    const known = isUuid(again) ? await this.#own(agencyId, again) : undefined;
    const wish = postWish(body);
    const result = wish.ok ? await this.requestPost.run(principal, agencyId, wish.value, known?.id) : wish;
    if (result.ok) return seeOther(reply, `/manage/agencies/${agencyId}/post-requests`);
    const model = { agency: await this.#agency(agencyId), again: known, values: body };
    return this.pages.refused(request, reply, FORM, model, result.refusal);
  }

  @Post('manage/agencies/:agencyId/post-requests/:requestId/withdrawal')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async withdraw(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('requestId') requestId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(requestId)) return orThrow(noRequest());
    orThrow(await this.withdrawPostRequest.run(principal, agencyId, requestId));
    return seeOther(reply, `/manage/agencies/${agencyId}/post-requests`);
  }

  @Get('post-requests')
  @Access.role(['administrator', 'hr-officer'], PLATFORM_SCOPE)
  @Page()
  async waiting(@Req() request: OpenMeritRequest): Promise<string> {
    return this.pages.html(request, WAITING, { items: await waitingPostRequests(this.database.tx) });
  }

  @Get('post-requests/:requestId')
  @Access.role(['administrator', 'hr-officer'], PLATFORM_SCOPE)
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('requestId') requestId: string,
  ): Promise<string> {
    return this.pages.html(request, DECIDE, await this.#model(principal, requestId));
  }

  @Post('post-requests/:requestId')
  @Access.role(['administrator', 'hr-officer'], PLATFORM_SCOPE)
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('requestId') requestId: string,
    @Body() body: PostRequestDecisionFormDto,
  ): Promise<string> {
    const model = await this.#model(principal, requestId);
    const { decision } = body;
    const result =
      decision === 'approve' || decision === 'return'
        ? await this.decidePostRequest.run(principal, requestId, decision, body.reason?.trim() ?? null)
        : refuseFields({ decision: 'COMPETITION.SAY_DECISION' });
    if (result.ok) return seeOther(reply, '/post-requests');
    return this.pages.refused(request, reply, DECIDE, { ...model, values: body }, result.refusal);
  }

  async #model(principal: Principal, requestId: string): Promise<Record<string, unknown>> {
    const one = isUuid(requestId) ? await postRequestById(this.database.tx, requestId) : undefined;
    if (!one) throw missing();
    return { one, own: one.requestedBy === principal.accountId };
  }

  async #own(agencyId: string, requestId: string): Promise<PostRequestView> {
    const one = await postRequestById(this.database.tx, requestId);
    if (one?.agency.id !== agencyId) throw missing();
    return one;
  }

  async #agency(agencyId: string) {
    return (await agencies(this.database.tx)).find(({ id }) => id === agencyId);
  }
}

const missing = () => new RefusalError(noRequest().refusal);
