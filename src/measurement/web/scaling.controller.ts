import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { scalingsOf } from '../store/scaling-store.js';
import { ChooseScaling } from '../use-cases/choose-scaling.js';
import { ChooseScalingDto, ScalingListDto, ScalingVersionDto } from './dto/scaling.dto.js';

/** How several sessions of one exam are compared. */
@ApiTags('measurement')
@Controller('api/v1/competitions/:competitionId/scalings')
export class ScalingController {
  constructor(
    private readonly database: Database,
    private readonly chooseScaling: ChooseScaling,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'hr-officer', 'auditor'], 'competitionId')
  @ApiOperation({ summary: 'Scales that were chosen' })
  @ApiOkResponse({ type: ScalingListDto })
  async list(@Param('competitionId') competitionId: string): Promise<ScalingListDto> {
    const found = await scalingsOf(this.database.tx, competitionId);
    return { items: found.map(({ id: _id, competitionId: _of, ...scaling }) => scaling) };
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @ApiOperation({
    summary: 'Choose how sessions are compared, by your name',
    description: 'Before any result of the competition is out. It is published.',
  })
  @ApiCreatedResponse({ type: ScalingVersionDto })
  async choose(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: ChooseScalingDto,
  ): Promise<ScalingVersionDto> {
    return orThrow(await this.chooseScaling.run(principal, competitionId, body));
  }
}
