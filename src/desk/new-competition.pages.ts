import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { CreateCompetition, postRequestsOf, STAGE_EXAMPLES } from '../competition/index.js';
import { programmes } from '../form/index.js';
import { withFieldNames } from '../kernel/index.js';
import { agencies, newestProfile } from '../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../platform/index.js';
import { competitionWish, type Typed } from './new-competition-form.js';

const VIEW = 'desk/web/views/new-competition.njk';

/** A competition drafted by an HR officer of an agency. */
@ApiExcludeController()
@Controller('manage/agencies/:agencyId/competitions')
export class NewCompetitionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly createCompetition: CreateCompetition,
  ) {}

  @Get('new')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('agencyId') agencyId: string): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(agencyId, {}));
  }

  @Post()
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const model = await this.#model(agencyId, body);
    const wish = competitionWish(body, request.language, model.rules);
    const result = wish.ok ? await this.createCompetition.run(principal, { ...wish.value, agencyId }) : wish;
    if (result.ok) return seeOther(reply, `/manage/competitions/${result.value.competitionId}`);
    const named = withFieldNames(result, limitNames(model.rules));
    return named.ok ? '' : this.pages.refused(request, reply, VIEW, model, named.refusal);
  }

  async #model(agencyId: string, values: Typed) {
    const { tx } = this.database;
    return {
      agency: (await agencies(tx)).find(({ id }) => id === agencyId),
      programmes: await programmes(tx),
      requests: (await postRequestsOf(tx, agencyId)).filter(({ state }) => state === 'approved'),
      rules: (await newestProfile(tx))?.eligibility ?? [],
      examples: STAGE_EXAMPLES,
      values,
    };
  }
}

/** A rule's fault is shown at its first field. */
const limitNames = (
  rules: readonly { readonly code: string; readonly kind: string }[],
): Record<string, string> =>
  Object.fromEntries(
    rules.map(({ code, kind }) => [
      `eligibility.${code}`,
      `${code}.${kind === 'choice' ? 'eligible' : 'least'}`,
    ]),
  );
