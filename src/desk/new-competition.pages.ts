import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  CreateCompetition,
  DISCLOSURE_LEVELS,
  STAGE_EXAMPLES,
  stageExample,
  type DisclosureLevel,
} from '../competition/index.js';
import { programmes } from '../form/index.js';
import { isUuid } from '../kernel/index.js';
import { agencies } from '../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  seeOther,
} from '../platform/index.js';

const VIEW = 'desk/web/views/new-competition.njk';

class NewCompetitionFormDto extends FormDto {
  @IsString() @MaxLength(200) code!: string;
  @IsString() @MaxLength(400) title!: string;
  @IsString() @MaxLength(4000) description!: string;
  @IsString() @MaxLength(100) programmeId!: string;
  @IsOptional() @IsString() @MaxLength(60) example?: string;
  @IsIn(DISCLOSURE_LEVELS) disclosure!: DisclosureLevel;
  @IsString() @MaxLength(20) applyFrom!: string;
  @IsString() @MaxLength(20) applyUntil!: string;
  @IsString() @MaxLength(400) post!: string;
  @IsString() @MaxLength(10) places!: string;
  @IsString() @MaxLength(80) grade!: string;
  @IsString() @MaxLength(120) location!: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A competition drafted by an HR officer of an agency. */
@ApiExcludeController()
@Controller('manage/agencies/:agencyId/competitions')
export class NewCompetitionPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly createCompetition: CreateCompetition,
  ) {}

  @Get('new')
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('agencyId') agencyId: string): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(agencyId));
  }

  @Post()
  @Access.role(['hr-officer'], 'agencyId')
  @Page()
  async create(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('agencyId') agencyId: string,
    @Body() body: NewCompetitionFormDto,
  ): Promise<string> {
    const { _csrf, ...values } = body;
    const fields = faults(values);
    const in_ = (text: string) => ({ [request.language]: text.trim() });
    const result =
      Object.keys(fields).length > 0
        ? ({ ok: false, refusal: { code: 'REQUEST.INVALID', kind: 'invalid', detail: '', fields } } as const)
        : await this.createCompetition.run(principal, {
            agencyId,
            code: values.code.trim(),
            title: in_(values.title),
            description: in_(values.description),
            programmeId: values.programmeId,
            disclosure: values.disclosure,
            stages: stageExample(values.example ?? '')?.plan,
            applyFrom: new Date(`${values.applyFrom}T00:00:00Z`),
            applyUntil: new Date(`${values.applyUntil}T23:59:59Z`),
            posts: [
              {
                title: in_(values.post),
                places: Number(values.places),
                grade: values.grade.trim(),
                location: values.location.trim(),
              },
            ],
          });
    if (!result.ok) {
      return this.pages.refused(
        request,
        reply,
        VIEW,
        { ...(await this.#model(agencyId)), values },
        result.refusal,
      );
    }
    return seeOther(reply, `/manage/competitions/${result.value.competitionId}`);
  }

  async #model(agencyId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    return {
      agency: (await agencies(tx)).find(({ id }) => id === agencyId),
      programmes: await programmes(tx),
      examples: STAGE_EXAMPLES,
    };
  }
}

function faults(values: Omit<NewCompetitionFormDto, '_csrf'>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of ['title', 'description', 'post', 'grade', 'location'] as const) {
    if (values[field].trim() === '') found[field] = 'isString';
  }
  if (!/^[A-Z0-9][A-Z0-9-]{2,29}$/.test(values.code.trim())) found['code'] = 'matches';
  if (!isUuid(values.programmeId)) found['programmeId'] = 'isUuid';
  for (const field of ['applyFrom', 'applyUntil'] as const) {
    if (!DAY.test(values[field]) || Number.isNaN(Date.parse(values[field]))) found[field] = 'isDate';
  }
  if (!/^[1-9]\d{0,3}$/.test(values.places)) found['places'] = 'isInt';
  return found;
}
