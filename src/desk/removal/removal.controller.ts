import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, orThrow, PLATFORM_SCOPE, type Principal } from '../../platform/index.js';
import { RemovalDto, RemovalStatedDto } from './removal.dto.js';
import { RemovePersonal } from './remove-personal.js';

/** Removing a name from the registry, on legal ground. */
@ApiTags('registry')
@Controller('api/v1/registry/entries')
export class RemovalController {
  constructor(private readonly removePersonal: RemovePersonal) {}

  @Post(':publicId/removal')
  @HttpCode(200)
  @Access.role(['administrator'], PLATFORM_SCOPE)
  @ApiOperation({
    summary: 'Destroy the personal data of an entry',
    description:
      'Cannot be undone. The entry and every proof of it stay; a tombstone with your name and the ground is published.',
  })
  @ApiOkResponse({ type: RemovalStatedDto })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('publicId') publicId: string,
    @Body() body: RemovalDto,
  ): Promise<RemovalStatedDto> {
    return orThrow(await this.removePersonal.run(principal, publicId, body.ground.trim()));
  }
}
