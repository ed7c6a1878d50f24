import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { isUuid, refuse } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  KeyRing,
  orThrow,
  StreamsFile,
  uploadOf,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { AddDocument } from '../use-cases/add-document.js';
import { HandIn } from '../use-cases/hand-in.js';
import { noDocument, RemoveDocument } from '../use-cases/remove-document.js';
import { SaveAnswers } from '../use-cases/save-answers.js';
import {
  AddedDocumentDto,
  ApplicationFormDto,
  HandedInDto,
  RemovedDocumentDto,
  SaveAnswersDto,
  SavedAnswersDto,
} from './dto/application.dto.js';
import { ownFormAnswer } from './form-answer.js';

/** A candidate's application to a competition that asks questions: answered step by step, then handed in. */
@ApiTags('application')
@Controller('api/v1/competitions/:competitionId/application-form')
export class ApplicationFormController {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly saveAnswers: SaveAnswers,
    private readonly addDocument: AddDocument,
    private readonly removeDocument: RemoveDocument,
    private readonly handIn: HandIn,
  ) {}

  @Get()
  @Access.candidate()
  @ApiOperation({
    summary: 'Your application',
    description: 'What you answered, what it comes to, and what was decided.',
  })
  @ApiOkResponse({ type: ApplicationFormDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<ApplicationFormDto> {
    checkId(competitionId);
    return ownFormAnswer(this.database.tx, this.keys, competitionId, principal.personId ?? '');
  }

  @Put('answers')
  @Access.candidate()
  @ApiOperation({
    summary: 'Answer some of the questions',
    description: 'The others stay as they are. It is a draft until it is handed in.',
  })
  @ApiOkResponse({ type: SavedAnswersDto })
  async answer(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { answers }: SaveAnswersDto,
  ): Promise<SavedAnswersDto> {
    checkId(competitionId);
    return orThrow(await this.saveAnswers.run(principal, competitionId, answers));
  }

  @Post('documents/:ruleCode')
  @Access.candidate()
  @StreamsFile()
  @ApiOperation({
    summary: 'Add a document to a question',
    description:
      'A PDF, JPEG or PNG of up to 10 MiB, told by its content; three to a question. The part `file` comes last.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiCreatedResponse({ type: AddedDocumentDto })
  async add(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('ruleCode') ruleCode: string,
  ): Promise<AddedDocumentDto> {
    checkId(competitionId);
    return orThrow(await this.addDocument.run(principal, competitionId, ruleCode, uploadOf(request)));
  }

  @Delete('documents/:documentId')
  @Access.candidate()
  @ApiOperation({ summary: 'Take a document back', description: 'While the application may be changed.' })
  @ApiOkResponse({ type: RemovedDocumentDto })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('documentId') documentId: string,
  ): Promise<RemovedDocumentDto> {
    if (!isUuid(documentId)) return orThrow(noDocument());
    return orThrow(await this.removeDocument.run(principal, documentId));
  }

  @Post('hand-in')
  @HttpCode(200)
  @Access.candidate()
  @ApiOperation({
    summary: 'Hand it in',
    description:
      'Every question answered. An answer that does not meet a rule refuses nobody: a person decides.',
  })
  @ApiOkResponse({ type: HandedInDto })
  async submit(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<HandedInDto> {
    checkId(competitionId);
    return orThrow(await this.handIn.run(principal, competitionId));
  }
}

function checkId(competitionId: string): void {
  if (isUuid(competitionId)) return;
  orThrow(refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.'));
}
