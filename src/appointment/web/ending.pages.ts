import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  orThrow,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { END_REASONS } from '../facts.js';
import { appointmentsOf } from '../store/appointment-store.js';
import { EndAppointment } from '../use-cases/end-appointment.js';

class EndFormDto extends FormDto {
  // A browser sends no radio that is not chosen.
  @IsOptional()
  @IsString()
  @MaxLength(100)
  reason?: string;

  @IsString()
  @MaxLength(100)
  endedOn!: string;
}

const VIEW = 'appointment/web/views/ending.njk';

/** Stating that an appointment has ended, by the officer's name. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/appointments/:appointmentId/end')
export class EndingPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly endAppointment: EndAppointment,
  ) {}

  @Get()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('appointmentId') appointmentId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId, appointmentId));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async end(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('appointmentId') appointmentId: string,
    @Body() { reason = '', endedOn }: EndFormDto,
  ): Promise<string> {
    const model = await this.#model(competitionId, appointmentId);
    const wish = { reason, endedOn };
    const result = await this.endAppointment.run(principal, competitionId, appointmentId, wish);
    if (!result.ok)
      return this.pages.refused(request, reply, VIEW, { ...model, values: wish }, result.refusal);
    return seeOther(reply, `/manage/competitions/${competitionId}/appointments`);
  }

  async #model(competitionId: string, appointmentId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    const appointment = (await appointmentsOf(tx, competitionId)).find(({ id }) => id === appointmentId);
    if (!competition || !appointment)
      return orThrow(refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.'));
    const post = competition.posts.find(({ id }) => id === appointment.postId);
    return { competition, appointment, post, reasons: END_REASONS };
  }
}
