import { Inject, Injectable } from '@nestjs/common';
import { Paper } from '../../pages/index.js';
import {
  CONFIG,
  formatDate,
  formatPoints,
  local,
  TRANSLATOR,
  type Config,
  type Translator,
} from '../../platform/index.js';
import type { CertificateView } from '../store/certificate-store.js';

const WORDS = 'certificate:paper';

/** The certificate of a result, to print; in the candidate's language. It is drawn anew each time and kept nowhere. */
@Injectable()
export class CertificatePaper {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  async draw({ code, content, contentHash, fullName, issuedAt, ...rest }: CertificateView): Promise<Buffer> {
    const languages = this.translator.languages.map((one) => one.code);
    const language = languages.includes(rest.language) ? rest.language : (languages[0] ?? 'en');
    const t = (key: string, parameters?: Record<string, unknown>) =>
      this.translator.t(language, `${WORDS}.${key}`, parameters);
    const points = (hundredths: number) => formatPoints(hundredths, language);
    const address = `${this.config.publicOrigin}/check/${code}`;
    const { competition, session, parts } = content;
    return new Paper(t('title'), language)
      .head(`${competition.code} · ${local(competition.agency, language)}`, t('title'), {
        text: address,
        label: t('qr', { address }),
        below: t('scan'),
      })
      .text(local(competition.title, language))
      .facts([
        { name: t('name'), text: fullName, strong: true },
        {
          name: t('result'),
          text: t('points', { points: points(content.points), maximum: points(content.maximum) }),
          strong: true,
        },
        { name: t('outcome'), text: t(content.passed ? 'passed' : 'notPassed'), strong: true },
        { name: t('session'), text: local(session.title, language) },
        { name: t('date'), text: formatDate(`${session.date}T00:00:00Z`, language) },
        { name: t('number'), text: content.candidateNumber },
        { name: t('issued'), text: formatDate(issuedAt, language) },
      ])
      .section(t('byPart'))
      .facts(
        parts.map((part) => ({
          name: local(part.title, language),
          text: t('points', { points: points(part.points), maximum: points(part.maximum) }),
        })),
      )
      .section(t('check'))
      .text(t('checkText'))
      .text(address)
      .small(t('hash', { hash: contentHash }))
      .finish();
  }
}
