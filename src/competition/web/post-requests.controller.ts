import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  PLATFORM_SCOPE,
  type Principal,
} from '../../platform/index.js';
import { postRequestsOf, waitingPostRequests, type PostRequestView } from '../store/post-request-store.js';
import { DecidePostRequest } from '../use-cases/decide-post-request.js';
import { noRequest, RequestPost } from '../use-cases/request-post.js';
import { WithdrawPostRequest } from '../use-cases/withdraw-post-request.js';
import {
  PostRequestDecisionDto,
  PostRequestIdDto,
  PostRequestListDto,
  PostRequestStateDto,
  PostWishDto,
} from './dto/post-request.dto.js';

/** Agencies ask for posts; somebody of the platform approves them or gives them back. */
@ApiTags('competition')
@Controller('api/v1')
export class PostRequestsController {
  constructor(
    private readonly database: Database,
    private readonly requestPost: RequestPost,
    private readonly decidePostRequest: DecidePostRequest,
    private readonly withdrawPostRequest: WithdrawPostRequest,
  ) {}

  @Get('agencies/:agencyId/post-requests')
  @Access.role(['hr-officer', 'auditor', 'administrator'], 'agencyId')
  @ApiOperation({ summary: 'Posts that an agency has asked for', description: 'Newest first.' })
  @ApiOkResponse({ type: PostRequestListDto })
  async ofAgency(@Param('agencyId') agencyId: string): Promise<PostRequestListDto> {
    return { items: (await postRequestsOf(this.database.tx, agencyId)).map(answered) };
  }

  @Get('post-requests')
  @Access.role(['administrator', 'hr-officer'], PLATFORM_SCOPE)
  @ApiOperation({ summary: 'Requests for posts that wait for a decision', description: 'Oldest first.' })
  @ApiOkResponse({ type: PostRequestListDto })
  async waiting(): Promise<PostRequestListDto> {
    return { items: (await waitingPostRequests(this.database.tx)).map(answered) };
  }

  @Post('agencies/:agencyId/post-requests')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Ask for a post', description: 'It goes into a competition once it is approved.' })
  @ApiCreatedResponse({ type: PostRequestIdDto })
  async request(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: PostWishDto,
  ): Promise<PostRequestIdDto> {
    return orThrow(await this.requestPost.run(principal, agencyId, body));
  }

  @Put('agencies/:agencyId/post-requests/:requestId')
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Ask again', description: 'For one that was returned, or that still waits.' })
  @ApiOkResponse({ type: PostRequestIdDto })
  async revise(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('requestId') requestId: string,
    @Body() body: PostWishDto,
  ): Promise<PostRequestIdDto> {
    if (!isUuid(requestId)) return orThrow(noRequest());
    return orThrow(await this.requestPost.run(principal, agencyId, body, requestId));
  }

  @Post('agencies/:agencyId/post-requests/:requestId/withdrawal')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'agencyId')
  @ApiOperation({ summary: 'Take a request back' })
  @ApiOkResponse({ type: PostRequestStateDto })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Param('requestId') requestId: string,
  ): Promise<PostRequestStateDto> {
    if (!isUuid(requestId)) return orThrow(noRequest());
    return orThrow(await this.withdrawPostRequest.run(principal, agencyId, requestId));
  }

  @Post('post-requests/:requestId/decision')
  @HttpCode(200)
  @Access.role(['administrator', 'hr-officer'], PLATFORM_SCOPE)
  @ApiOperation({
    summary: 'Approve a request for a post, or return it with a reason',
    description: 'By your name; nobody decides on a request of their own.',
  })
  @ApiOkResponse({ type: PostRequestStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('requestId') requestId: string,
    @Body() { decision, reason }: PostRequestDecisionDto,
  ): Promise<PostRequestStateDto> {
    if (!isUuid(requestId)) return orThrow(noRequest());
    return orThrow(await this.decidePostRequest.run(principal, requestId, decision, reason ?? null));
  }
}

const answered = ({
  requestedBy: _by,
  ...request
}: PostRequestView): Omit<PostRequestView, 'requestedBy'> & PostRequestListDto['items'][number] => ({
  ...request,
  competencies: [...request.competencies],
});
