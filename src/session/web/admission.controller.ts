import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { sendDocument } from '../../application/index.js';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { identityCheck } from '../domain/identity-check.js';
import { shownSeatCode } from '../domain/seat-code.js';
import { seatCodeOf } from '../store/admission-store.js';
import { AdmitCandidate } from '../use-cases/admit-candidate.js';
import { PhotoAtTheDoor } from '../use-cases/photo-at-the-door.js';
import { SeatCodes } from '../use-cases/seat-codes.js';
import { WhoIsAtTheDoor } from '../use-cases/who-is-at-the-door.js';
import {
  AdmissionQueryDto,
  AdmissionStateDto,
  AdmissionVerdictDto,
  AdmittedDto,
  DoorDto,
  SeatCodeDto,
  SeatCodeEntryDto,
} from './dto/admission.dto.js';

/** Who is let into a session, by a proctor or by the code of the room. */
@ApiTags('admission')
@Controller('api/v1/sessions/:sessionId')
export class AdmissionController {
  constructor(
    private readonly database: Database,
    private readonly admitCandidate: AdmitCandidate,
    private readonly seatCodes: SeatCodes,
    private readonly whoIsAtTheDoor: WhoIsAtTheDoor,
    private readonly photoAtTheDoor: PhotoAtTheDoor,
  ) {}

  @Get('admission')
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Who waits to be admitted, or whom you look for',
    description:
      'With the name and the end of the national identifier, for comparing with a document. 30 at most.',
  })
  @ApiOkResponse({ type: DoorDto })
  async list(@Param('sessionId') sessionId: string, @Query() query: AdmissionQueryDto): Promise<DoorDto> {
    return { items: await this.whoIsAtTheDoor.run(sessionId, query.search ?? '') };
  }

  @Post('admission')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Type the code of the room',
    description: 'In the waiting room of a session with seat codes. Ten tries in a quarter of an hour.',
  })
  @ApiOkResponse({ type: AdmittedDto })
  async enter(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: SeatCodeEntryDto,
  ): Promise<AdmittedDto> {
    if (!isUuid(sessionId)) throw noCandidate();
    return orThrow(await this.seatCodes.enter(principal, sessionId, body.seatCode));
  }

  @Post('candidates/:applicationId/admission')
  @HttpCode(200)
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Admit or refuse a candidate',
    description: 'By your name. An admission says how you made sure who it is, a refusal why.',
  })
  @ApiOkResponse({ type: AdmissionStateDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: AdmissionVerdictDto,
  ): Promise<AdmissionStateDto> {
    if (!isUuid(applicationId)) throw noCandidate();
    if (body.verdict === 'admitted') {
      const check = orThrow(identityCheck(body));
      return orThrow(await this.admitCandidate.admit(principal, sessionId, applicationId, check));
    }
    return orThrow(await this.admitCandidate.refuse(principal, sessionId, applicationId, body.reason ?? ''));
  }

  @Get('candidates/:applicationId/photo')
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'The photo to compare at the door',
    description: 'Only as long as the candidate can be admitted. Who looks and when goes on record.',
  })
  @ApiProduces('application/pdf', 'image/jpeg', 'image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async photo(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<StreamableFile> {
    if (!isUuid(applicationId)) throw noCandidate();
    return sendDocument(reply, orThrow(await this.photoAtTheDoor.run(principal, sessionId, applicationId)));
  }

  @Post('candidates/:applicationId/admission/undoing')
  @HttpCode(200)
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Take an admission or a refusal back',
    description: 'Until the candidate begins.',
  })
  @ApiOkResponse({ type: AdmissionStateDto })
  async undo(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<AdmissionStateDto> {
    if (!isUuid(applicationId)) throw noCandidate();
    return orThrow(await this.admitCandidate.undo(principal, sessionId, applicationId));
  }

  @Get('seat-code')
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({ summary: 'The seat code that is shown now' })
  @ApiOkResponse({ type: SeatCodeDto })
  async seatCode(@Param('sessionId') sessionId: string): Promise<SeatCodeDto> {
    const current = await seatCodeOf(this.database.tx, sessionId);
    return { code: current ? shownSeatCode(current.code) : null };
  }

  @Post('seat-code')
  @HttpCode(200)
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Show a new seat code',
    description: 'The one before lets nobody in any more. Whoever it let in stays in.',
  })
  @ApiOkResponse({ type: SeatCodeDto })
  async issue(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<SeatCodeDto> {
    const { code } = orThrow(await this.seatCodes.issue(principal, sessionId));
    return { code: shownSeatCode(code) };
  }
}

const noCandidate = () =>
  new RefusalError({
    code: 'SESSION.NO_CANDIDATE',
    kind: 'not-found',
    detail: 'There is no such candidate in this session.',
  });
