import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Database, orThrow, RefusalError } from '../../platform/index.js';
import { chunkByHash, entryByPublicId, type EntryView } from '../store/entry-store.js';
import { FindEntries, type EntryPage } from '../use-cases/find-entries.js';
import { EntryDto, EntryPageDto, RegistryQueryDto } from './dto/registry.dto.js';

/** The public registry, without an account: entries are never edited, their addresses last. Names can be removed: no cache. */
@ApiTags('registry')
@Controller('api/v1/registry')
export class RegistryController {
  constructor(
    private readonly database: Database,
    private readonly findEntries: FindEntries,
  ) {}

  @Get('entries')
  @Access.anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Search',
    description: 'Newest first; go on with nextCursor while entries are added.',
  })
  @ApiOkResponse({ type: EntryPageDto })
  async list(@Query() query: RegistryQueryDto): Promise<EntryPage> {
    return orThrow(await this.findEntries.run(query));
  }

  @Get('entries/:publicId')
  @Access.anyone()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'One entry' })
  @ApiOkResponse({ type: EntryDto })
  async show(@Param('publicId') publicId: string): Promise<EntryView> {
    const entry = await entryByPublicId(this.database.tx, publicId);
    if (!entry) throw notFound();
    return entry;
  }

  @Get('lists/:hash')
  @Access.anyone()
  @Header('cache-control', 'public, max-age=31536000, immutable')
  @ApiOperation({ summary: 'A published list, by the hash that its entry names' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  async chunk(@Param('hash') hash: string): Promise<object> {
    const chunk = /^[0-9a-f]{64}$/.test(hash) ? await chunkByHash(this.database.tx, hash) : undefined;
    if (typeof chunk !== 'object' || chunk === null) throw notFound();
    return chunk;
  }
}

const notFound = () =>
  new RefusalError({
    code: 'REGISTRY.NOT_FOUND',
    kind: 'not-found',
    detail: 'The registry has no such entry.',
  });
