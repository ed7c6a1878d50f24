import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { messagesOfSession } from '../store/message-store.js';
import { SendMessage } from '../use-cases/send-message.js';
import { ExamMessageListDto, MessageSentDto, SendMessageDto } from './dto/message.dto.js';
import { STOPS_CLOCKS } from './time.controller.js';

/** What staff write to candidates while they sit. */
@ApiTags('sitting')
@Controller('api/v1/sessions/:sessionId/messages')
export class MessagesController {
  constructor(
    private readonly database: Database,
    private readonly sendMessage: SendMessage,
  ) {}

  @Post()
  @Access.role(STOPS_CLOCKS, 'sessionId')
  @ApiOperation({
    summary: 'Write to candidates who sit, by your name',
    description: 'To one, or to everybody of an open session. They see it at once, over their exam.',
  })
  @ApiCreatedResponse({ type: MessageSentDto })
  async send(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: SendMessageDto,
  ): Promise<MessageSentDto> {
    return orThrow(await this.sendMessage.run(principal, sessionId, body));
  }

  @Get()
  @Access.role([...STOPS_CLOCKS, 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'What was written to candidates, newest first, and how many have read it' })
  @ApiOkResponse({ type: ExamMessageListDto })
  async list(@Param('sessionId') sessionId: string): Promise<ExamMessageListDto> {
    return { items: await messagesOfSession(this.database.tx, sessionId) };
  }
}
