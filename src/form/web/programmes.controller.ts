import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access, Database } from '../../platform/index.js';
import { programmes, type ProgrammeView } from '../store/programme-store.js';

class ProgrammeDto {
  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;
  @ApiProperty({ type: String })
  code!: string;
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'question-banks/schema/programme.schema.json describes it.',
  })
  body!: object;
  @ApiProperty({ type: String, description: 'Hex SHA-256 of the canonical JSON of the body.' })
  contentHash!: string;
}

class ProgrammeListDto {
  @ApiProperty({ type: [ProgrammeDto] })
  items!: ProgrammeDto[];
}

/** Exam programmes: what an exam consists of is public. */
@ApiTags('form')
@Controller('api/v1/programmes')
export class ProgrammesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.anyone()
  @ApiOperation({ summary: 'Exam programmes', description: 'The newest version of each.' })
  @ApiOkResponse({ type: ProgrammeListDto })
  async list(): Promise<{ items: ProgrammeView[] }> {
    return { items: await programmes(this.database.tx) };
  }
}
