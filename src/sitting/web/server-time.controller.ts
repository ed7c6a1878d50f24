import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access, Database, rows } from '../../platform/index.js';

class ServerTimeDto {
  @ApiProperty({ type: 'integer', description: 'Milliseconds since 1970, the clock that decides.' })
  serverTime!: number;
}

/** The clock by which sittings are timed, for whoever wants to compare their own. */
@ApiTags('sitting')
@Controller('api/v1/server-time')
export class ServerTimeController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access.anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The time now', description: 'By the clock that times every sitting.' })
  @ApiOkResponse({ type: ServerTimeDto })
  async now(): Promise<ServerTimeDto> {
    const [row] = await rows<{ now: string }>(
      this.database.tx,
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now',
    );
    return { serverTime: Number(row?.now) };
  }
}
