import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { competitionById } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../../platform/index.js';
import { approvedRanking, placesOf } from '../../ranking/index.js';
import { isAnonymous, LEAST_ALIKE } from '../domain/anonymity.js';
import { appointedGroups, appointmentsOf } from '../store/appointment-store.js';
import { Appoint } from '../use-cases/appoint.js';
import { PublishAppointments } from '../use-cases/publish-appointments.js';

class AppointFormDto extends FormDto {
  @IsString()
  @MaxLength(100)
  postId!: string;

  @IsString()
  @MaxLength(100)
  sittingId!: string;

  @IsString()
  @MaxLength(1000)
  reason!: string;
}

const VIEW = 'appointment/web/views/appointments.njk';
// Appointments are made from the top; further down is on the ranking's own page.
const SHOWN = 60;

/** Appointing from the approved ranking, in its order, by the officer's name. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/appointments')
export class AppointmentsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly appoint: Appoint,
    private readonly publishAppointments: PublishAppointments,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: AppointFormDto,
  ): Promise<string> {
    const { postId, sittingId, reason } = body;
    const result =
      isUuid(postId) && isUuid(sittingId)
        ? await this.appoint.run(principal, competitionId, { postId, sittingId, reason: reason || null })
        : ({
            ok: false,
            refusal: {
              code: 'APPOINTMENT.NO_POST',
              kind: 'invalid',
              detail: '',
              fields: { postId: 'APPOINTMENT.NO_POST' },
            },
          } as const);
    if (!result.ok) {
      const model = { ...(await this.#model(competitionId)), values: { postId, sittingId, reason } };
      return this.pages.refused(request, reply, VIEW, model, result.refusal);
    }
    return seeOther(reply, `/manage/competitions/${competitionId}/appointments`);
  }

  @Post('publication')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async publish(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.publishAppointments.run(principal, competitionId);
    if (!result.ok)
      return this.pages.refused(request, reply, VIEW, await this.#model(competitionId), result.refusal);
    return seeOther(reply, `/manage/competitions/${competitionId}/appointments`);
  }

  async #model(competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    const ranking = await approvedRanking(tx, competitionId);
    if (!competition) {
      throw new RefusalError({
        code: 'APPOINTMENT.NO_COMPETITION',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    }
    const appointments = await appointmentsOf(tx, competitionId);
    const appointed = new Set(appointments.map(({ sittingId }) => sittingId));
    const places = ranking ? await placesOf(tx, ranking.id, { limit: SHOWN }) : [];
    const held = competition.disclosure === 'public';
    const waitingGroups = held
      ? (await appointedGroups(tx, competitionId)).filter(({ publishedAt }) => publishedAt === null)
      : [];
    return {
      competition,
      ranking,
      held,
      least: LEAST_ALIKE,
      waiting: appointments.filter(({ publishedAt }) => publishedAt === null),
      few: waitingGroups.some(({ sessionId }) => !isAnonymous(waitingGroups, sessionId)),
      appointments: appointments.map((one) => ({
        ...one,
        post: competition.posts.find(({ id }) => id === one.postId),
      })),
      candidates: places.filter((one) => one.place !== null && !appointed.has(one.sittingId)),
      posts: competition.posts
        .map((post) => ({
          ...post,
          left: post.places - appointments.filter(({ postId }) => postId === post.id).length,
        }))
        .filter(({ left }) => left > 0),
    };
  }
}
