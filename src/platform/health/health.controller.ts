import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { Access } from '../http/access.js';
import { RefusalError } from '../http/problem.js';

class HealthDto {
  @ApiProperty({ type: String, enum: ['ok'] })
  status = 'ok' as const;
}

/** For load balancers and container health checks. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @Access.anyone()
  @ApiOperation({ summary: 'The process runs', description: 'Asks nothing of the database.' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return new HealthDto();
  }

  @Get('ready')
  @Access.anyone()
  @ApiOperation({ summary: 'The process can serve', description: 'The database answers. 503 otherwise.' })
  @ApiOkResponse({ type: HealthDto })
  async ready(): Promise<HealthDto> {
    try {
      await this.database.query('SELECT 1');
    } catch {
      throw new RefusalError({
        code: 'SERVER.NOT_READY',
        kind: 'unavailable',
        detail: 'The database does not answer.',
      });
    }
    return new HealthDto();
  }
}
