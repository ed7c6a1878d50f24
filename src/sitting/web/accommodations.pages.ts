import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { isUuid, type Result, refuseFields } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  KeyRing,
  orThrow,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import {
  ACCOMMODATION_BASES,
  MOST_BREAK_MINUTES,
  MOST_EXTRA_PERCENT,
  type AccommodationBasis,
} from '../domain/accommodations.js';
import { accommodationsIn, applicantById, applicantsByName } from '../store/accommodation-store.js';
import { GrantAccommodations, type AccommodationWish } from '../use-cases/grant-accommodations.js';
import { AccommodationFormDto, AccommodationQueryDto } from './dto/accommodation-form.dto.js';

const LIST = 'sitting/web/views/accommodations.njk';
const FORM = 'sitting/web/views/accommodation.njk';

/** What is granted to candidates of a competition: the list, finding a candidate, the form for a grant. */
@ApiExcludeController()
@Controller('competitions/:competitionId/accommodations')
export class AccommodationsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly grantAccommodations: GrantAccommodations,
  ) {}

  @Get()
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async list(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Query() { name = '' }: AccommodationQueryDto,
  ): Promise<string> {
    const { tx } = this.database;
    const grants = await accommodationsIn(tx, competitionId);
    return this.pages.html(request, LIST, {
      competition: await competitionById(tx, competitionId),
      name,
      found: name.trim() === '' ? undefined : await applicantsByName(tx, competitionId, name.trim()),
      grants: grants.map((one) => ({
        ...one,
        document: this.keys.decrypt('personal-data', one.document).toString(),
      })),
    });
  }

  @Get('new/:applicationId')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async form(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<string> {
    const model = await this.#form(competitionId, applicationId);
    return this.pages.html(request, FORM, { ...model, values: model['standing'] ?? {} });
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async grant(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: AccommodationFormDto,
  ): Promise<string> {
    const wish = wishOf(body);
    const result = wish.ok
      ? await this.grantAccommodations.grant(principal, competitionId, wish.value)
      : wish;
    if (result.ok) return seeOther(reply, `/competitions/${competitionId}/accommodations`);
    const model = { ...(await this.#form(competitionId, body.applicationId)), values: body };
    return this.pages.refused(request, reply, FORM, model, result.refusal);
  }

  @Post(':accommodationId/revocation')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async revoke(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('accommodationId') accommodationId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    if (!isUuid(accommodationId)) throw notFound();
    orThrow(await this.grantAccommodations.revoke(principal, competitionId, accommodationId));
    return seeOther(reply, `/competitions/${competitionId}/accommodations`);
  }

  async #form(competitionId: string, applicationId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const applicant = isUuid(applicationId)
      ? await applicantById(tx, competitionId, applicationId)
      : undefined;
    if (!applicant) throw notFound();
    const standing = (await accommodationsIn(tx, competitionId)).find(
      (one) => one.applicationId === applicationId && one.revokedAt === null,
    );
    return {
      competition: await competitionById(tx, competitionId),
      applicant,
      bases: ACCOMMODATION_BASES,
      standing: standing && {
        extraTimePercent: standing.granted.extraTimePercent,
        breakMinutes: standing.granted.breakMinutes,
        largerType: standing.granted.largerType ? 'yes' : undefined,
        reader: standing.granted.reader ? 'yes' : undefined,
        basis: standing.basis,
        document: this.keys.decrypt('personal-data', standing.document).toString(),
      },
    };
  }
}

/** What the form wishes; an empty number is none. */
function wishOf(body: AccommodationFormDto): Result<AccommodationWish> {
  const extraTimePercent = wholeNumber(body.extraTimePercent, MOST_EXTRA_PERCENT);
  const breakMinutes = wholeNumber(body.breakMinutes, MOST_BREAK_MINUTES);
  const document = body.document.trim();
  const faults = {
    ...(extraTimePercent === undefined && { extraTimePercent: 'SITTING.SAY_PERCENT' }),
    ...(breakMinutes === undefined && { breakMinutes: 'SITTING.SAY_BREAK' }),
    ...(body.basis === '' && { basis: 'SITTING.SAY_BASIS' }),
    ...(document === '' && { document: 'SITTING.SAY_DOCUMENT' }),
  };
  if (extraTimePercent === undefined || breakMinutes === undefined || Object.keys(faults).length > 0) {
    return refuseFields(faults);
  }
  return {
    ok: true,
    value: {
      applicationId: body.applicationId,
      extraTimePercent,
      breakMinutes,
      largerType: body.largerType === 'yes',
      reader: body.reader === 'yes',
      basis: body.basis as AccommodationBasis,
      document,
    },
  };
}

function wholeNumber(typed: string, most: number): number | undefined {
  const text = typed.trim();
  if (text === '') return 0;
  return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

const notFound = () =>
  new RefusalError({
    code: 'SITTING.NO_APPLICANT',
    kind: 'not-found',
    detail: 'Nobody has applied here under this id.',
  });
