import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import type { Typed } from '../../session/index.js';
import { accommodationsOf } from '../../sitting/index.js';
import { candidatesOf } from '../store/candidate-store.js';
import { candidateIn, findCommission, type Where } from '../use-cases/in-commission.js';
import { PlanSlot } from '../use-cases/plan-slot.js';
import { knownId } from './commission.controller.js';
import { slotFrom, slotValues } from './slot-form.js';

const VIEW = 'commission/web/views/slot.njk';

/** When and where a candidate is heard, set by HR. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/commissions/:stageId/slots/:applicationId')
export class SlotPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly planSlot: PlanSlot,
  ) {}

  @Get()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model({ competitionId, stageId }, applicationId));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async plan(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const model = await this.#model(where, applicationId);
    const wish = slotFrom(body);
    const result = wish.ok ? await this.planSlot.run(principal, where, applicationId, wish.value) : wish;
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/commissions/${stageId}`);
    return this.pages.refused(request, reply, VIEW, { ...model, values: body }, result.refusal);
  }

  async #model(where: Where, applicationId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const at = orThrow(await findCommission(tx, where));
    const candidate = orThrow(await candidateIn(tx, at, knownId(applicationId)));
    const others = await candidatesOf(tx, at.commission.id, at.stage);
    const usual = others.find(({ slot }) => slot !== null)?.slot ?? null;
    return {
      ...at,
      candidate,
      needs: await accommodationsOf(tx, applicationId),
      values: slotValues(candidate.slot, usual),
    };
  }
}
