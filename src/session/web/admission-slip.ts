import { Inject, Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { numberOfHolder } from '../../form/index.js';
import { Paper, type PaperFact } from '../../pages/index.js';
import {
  Database,
  formatDateTime,
  local,
  rows,
  TRANSLATOR,
  type OpenMeritReply,
  type Translator,
} from '../../platform/index.js';
import { applicationReference } from '../domain/application-reference.js';
import type { BookingView } from '../store/booking-store.js';

const WORDS = 'booking:slip';

/** The admission slip of a place: what a candidate brings to the door. In the candidate's language; kept nowhere. */
@Injectable()
export class AdmissionSlip {
  constructor(
    private readonly database: Database,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  /** The slip as a file to keep; its name tells nothing of its owner but their reference. */
  async send(reply: OpenMeritReply, booking: BookingView): Promise<Buffer> {
    const name = `admission-${applicationReference(booking.applicationId)}.pdf`;
    void reply.header('content-disposition', `attachment; filename="${name}"`);
    return this.draw(booking);
  }

  async draw(booking: BookingView): Promise<Buffer> {
    const { tx } = this.database;
    const [candidate] = await rows<{ fullName: string; language: string }>(
      tx,
      `SELECT p.full_name AS "fullName", a.language FROM application a JOIN person p ON p.id = a.person_id
       WHERE a.id = $1`,
      [booking.applicationId],
    );
    const competition = await competitionById(tx, booking.competitionId);
    if (!candidate || !competition) throw new Error('A booking has an application of a competition.');
    const language = this.#language(candidate.language);
    const t = (key: string, parameters?: Record<string, unknown>) =>
      this.translator.t(language, `${WORDS}.${key}`, parameters);
    const number = booking.drawId && (await numberOfHolder(tx, booking.drawId, booking.applicationId));
    const time = (moment: Date) => formatDateTime(moment, language, booking.centre.timeZone);
    const { centre } = booking;
    const facts: PaperFact[] = [
      { name: t('name'), text: candidate.fullName, strong: true },
      { name: t('reference'), text: applicationReference(booking.applicationId) },
      ...(number ? [{ name: t('number'), text: number.number }] : []),
      { name: t('when'), text: time(booking.opensAt), strong: true },
      { name: t('entryCloses'), text: time(booking.entryClosesAt) },
      { name: t('where'), text: local(centre.name, language), strong: true },
      { name: t('address'), text: local(centre.address, language) },
      { name: t('roomAndSeat'), text: t('seat', { room: booking.room, seat: booking.seat }), strong: true },
      { name: t('contact'), text: centre.contact },
    ];
    return new Paper(t('title'), language)
      .head(`${competition.code} · ${local(competition.agency.name, language)}`, t('title'), {
        text: booking.slipCode,
        label: t('qr', { code: booking.slipCode }),
        below: grouped(booking.slipCode),
      })
      .text(local(competition.title, language))
      .facts(facts)
      .section(t('bring'))
      .list([t('bringId'), t('bringSlip'), t('bringNothing')])
      .section(t('forbidden'))
      .list([t('forbiddenDevices'), t('forbiddenPapers'), t('forbiddenTalk')])
      .section(t('day'))
      .list([t('dayEarly'), t('dayLate', { time: time(booking.entryClosesAt) }), t('dayChange')])
      .finish();
  }

  #language(own: string): string {
    const languages = this.translator.languages.map(({ code }) => code);
    return languages.includes(own) ? own : (languages[0] ?? 'en');
  }
}

/** In fours, as it is read aloud. */
const grouped = (code: string): string => (code.match(/.{1,4}/g) ?? []).join(' ');
