import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access, Database } from '../../platform/index.js';
import { bankOverviews, type BankOverview } from '../store/item-store.js';

class BankCountDto {
  @ApiProperty({ type: String })
  contentArea!: string;
  @ApiProperty({ type: String })
  cognitiveLevel!: string;
  @ApiProperty({ type: 'integer' })
  items!: number;
}

class BankDto {
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  title!: object;
  @ApiProperty({ type: [String] })
  languages!: readonly string[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
  })
  contentAreas!: object;
  @ApiProperty({ type: [BankCountDto], description: 'Live items.' })
  counts!: readonly BankCountDto[];
}

class BankListDto {
  @ApiProperty({ type: [BankDto] })
  items!: BankDto[];
}

/** How much there is in the banks; never an item's text. */
@ApiTags('question-bank')
@Controller('api/v1/banks')
export class BanksController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.role(['exam-officer', 'auditor', 'administrator'], 'any')
  @ApiOperation({ summary: 'Question banks and their numbers of live items' })
  @ApiOkResponse({ type: BankListDto })
  async list(): Promise<{ items: BankOverview[] }> {
    return { items: await bankOverviews(this.database.tx) };
  }
}
