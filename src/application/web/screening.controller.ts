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
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  KeyRing,
  orThrow,
  pageOf,
  readCursor,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { nameOf } from '../store/name-store.js';
import { formOf } from '../store/form-store.js';
import { clearApplications, screenedApplications } from '../store/screening-store.js';
import { DecideApplication, noApplication } from '../use-cases/decide-application.js';
import { DecideTogether, listDigest } from '../use-cases/decide-together.js';
import { OpenDocument } from '../use-cases/open-document.js';
import {
  ClearListDto,
  ConfirmClearDto,
  ConfirmedClearDto,
  ScreenedOneDto,
  ScreenedPageDto,
  ScreeningOutcomeDto,
  ScreeningQueryDto,
  ScreeningWishDto,
} from './dto/application.dto.js';
import { formAnswer } from './form-answer.js';
import { sendDocument } from './send-document.js';

/** Screening: HR officers of a competition decide who may take part, by name and with reasons. */
@ApiTags('application')
@Controller('api/v1/competitions/:competitionId')
export class ScreeningController {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly decideApplication: DecideApplication,
    private readonly decideTogether: DecideTogether,
    private readonly openDocument: OpenDocument,
  ) {}

  @Get('screening')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'Applications to screen', description: 'In an order that tells nothing.' })
  @ApiOkResponse({ type: ScreenedPageDto })
  async list(
    @Param('competitionId') competitionId: string,
    @Query() query: ScreeningQueryDto,
  ): Promise<ScreenedPageDto> {
    return screeningPage(this.database, competitionId, query);
  }

  @Get('screening/:applicationId')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'One application with answers, documents and decisions' })
  @ApiOkResponse({ type: ScreenedOneDto })
  async show(
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<ScreenedOneDto> {
    const { tx } = this.database;
    const form = isUuid(applicationId) ? await formOf(tx, this.keys, { id: applicationId }) : undefined;
    if (form?.competitionId !== competitionId || form.state === 'draft') return orThrow(noApplication());
    return { ...(await formAnswer(tx, form)), fullName: await nameOf(tx, form.personId) };
  }

  @Get('screening/:applicationId/documents/:documentId')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({ summary: 'A document', description: 'Who looked and when goes on record.' })
  @ApiProduces('application/pdf', 'image/jpeg', 'image/png')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('documentId') documentId: string,
  ): Promise<StreamableFile> {
    return sendDocument(
      reply,
      orThrow(await this.openDocument.ofCompetition(principal, competitionId, documentId)),
    );
  }

  @Post('screening/:applicationId/decisions')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Decide on an application, by your name',
    description:
      'Eligible; not eligible, by a rule and with a reason that the candidate reads; or ask for more, until a day.',
  })
  @ApiOkResponse({ type: ScreeningOutcomeDto })
  async decide(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: ScreeningWishDto,
  ): Promise<ScreeningOutcomeDto> {
    return orThrow(await this.decideApplication.run(principal, competitionId, applicationId, body));
  }

  @Get('screening-clear')
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Who waits and meets every rule with every document',
    description: 'The list that one confirmation would find eligible.',
  })
  @ApiOkResponse({ type: ClearListDto })
  async clear(@Param('competitionId') competitionId: string): Promise<ClearListDto> {
    const items = [...(await clearApplications(this.database.tx, competitionId))];
    return { items, count: items.length, digest: listDigest(items.map(({ id }) => id)) };
  }

  @Post('screening-clear')
  @HttpCode(200)
  @Access.role(['hr-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Find all on the list eligible',
    description: 'Each by your name. Refused where the list is not the one whose digest you send.',
  })
  @ApiOkResponse({ type: ConfirmedClearDto })
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { digest }: ConfirmClearDto,
  ): Promise<ConfirmedClearDto> {
    return orThrow(await this.decideTogether.run(principal, competitionId, digest));
  }
}

/** A page of the list. Shared with the pages. */
export async function screeningPage(
  database: Database,
  competitionId: string,
  query: ScreeningQueryDto,
): Promise<ScreenedPageDto> {
  const limit = query.limit ?? 50;
  const values = readCursor(query.cursor, 1, ([id]) => isUuid(id));
  const filter = {
    state: query.state === '' ? undefined : query.state,
    isClear: query.clear ? query.clear === 'yes' : undefined,
  };
  const after = values ? String(values[0]) : null;
  const found = await screenedApplications(database.tx, competitionId, filter, after, limit + 1);
  return pageOf(found, limit, ({ id }) => [id]);
}
