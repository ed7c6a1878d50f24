import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { withFieldNames, type Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { statedIdentity } from '../domain/identity-check.js';
import { shownSeatCode } from '../domain/seat-code.js';
import { seatCodeOf } from '../store/admission-store.js';
import { AdmitCandidate } from '../use-cases/admit-candidate.js';
import { SeatCodes } from '../use-cases/seat-codes.js';
import { WhoIsAtTheDoor } from '../use-cases/who-is-at-the-door.js';
import { AdmissionQueryDto } from './dto/admission.dto.js';
import { sessionInCompetition } from './known-session.js';

const VIEW = 'session/web/views/admission.njk';
const ROLES = ['proctor', 'exam-officer'];

class AdmissionFormDto extends FormDto {
  @IsUUID()
  applicationId!: string;

  @IsIn(['admit', 'refuse', 'undo'])
  action!: 'admit' | 'refuse' | 'undo';

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;

  @IsOptional()
  @IsIn(['', 'photo-compared', 'document-seen'])
  identity?: '' | 'photo-compared' | 'document-seen';

  @IsOptional()
  @IsString()
  @MaxLength(200)
  document?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

/** The door of a session, for a proctor with a phone: find a candidate, compare the document, let them in. */
@ApiExcludeController()
@Controller('sessions/:sessionId/admission')
export class AdmissionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly admitCandidate: AdmitCandidate,
    private readonly seatCodes: SeatCodes,
    private readonly whoIsAtTheDoor: WhoIsAtTheDoor,
  ) {}

  @Get()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Query() query: AdmissionQueryDto,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(sessionId, query.search ?? ''));
  }

  @Post()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: AdmissionFormDto,
  ): Promise<string> {
    const { applicationId, action, reason = '', search = '', identity, document } = body;
    const result: Result<unknown> =
      action === 'admit'
        ? await this.#admit(principal, sessionId, body)
        : action === 'refuse'
          ? await this.admitCandidate.refuse(principal, sessionId, applicationId, reason)
          : await this.admitCandidate.undo(principal, sessionId, applicationId);
    if (result.ok) {
      const query = search === '' ? '' : `?search=${encodeURIComponent(search)}`;
      return seeOther(reply, `/sessions/${sessionId}/admission${query}`);
    }
    const typed = { applicationId, action, reason, identity, document };
    const model = { ...(await this.#model(sessionId, search)), typed };
    // Each candidate has fields of their own.
    const names = ['reason', 'identity', 'document'].map(
      (name) => [name, `${name}-${applicationId}`] as const,
    );
    const { refusal } = withFieldNames(result, Object.fromEntries(names)) as typeof result;
    return this.pages.refused(request, reply, VIEW, model, refusal);
  }

  /** At the door it has to be said how somebody has made sure. */
  async #admit(principal: Principal, sessionId: string, body: AdmissionFormDto): Promise<Result<unknown>> {
    const identity = body.identity === '' ? undefined : body.identity;
    const check = statedIdentity({ identity, document: body.document });
    return check.ok
      ? this.admitCandidate.admit(principal, sessionId, body.applicationId, check.value)
      : check;
  }

  @Post('seat-code')
  @Access.role(ROLES, 'sessionId')
  @Page()
  async issue(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.seatCodes.issue(principal, sessionId);
    return result.ok
      ? seeOther(reply, `/sessions/${sessionId}/admission`)
      : this.pages.refused(request, reply, VIEW, await this.#model(sessionId, ''), result.refusal);
  }

  async #model(sessionId: string, search: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const seatCode = await seatCodeOf(tx, sessionId);
    return {
      session,
      competition,
      search: search.trim(),
      door: await this.whoIsAtTheDoor.run(sessionId, search),
      byProctor: session.admission === 'proctor' || session.admission === 'either',
      bySeatCode: session.admission === 'seat-code' || session.admission === 'either',
      seatCode: seatCode && { ...seatCode, code: shownSeatCode(seatCode.code) },
      isOver: session.state !== 'scheduled' && session.state !== 'open',
    };
  }
}
