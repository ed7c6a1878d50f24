import { Inject, Injectable } from '@nestjs/common';
import { Paper, type PaperColumn } from '../../pages/index.js';
import {
  CONFIG,
  Database,
  formatDateTime,
  formatPoints,
  local,
  orThrow,
  RefusalError,
  rows,
  TRANSLATOR,
  type Config,
  type Translator,
} from '../../platform/index.js';
import type { Protocol, ProtocolCandidate, ProtocolRound } from '../domain/protocol.js';
import { protocolOf, type KeptProtocol } from '../store/protocol-store.js';
import { findCommission, type Where } from '../use-cases/in-commission.js';

type Words = (key: string, parameters?: Record<string, unknown>) => string;

/** The protocol of a commission's decision, to print and to sign. It is drawn from what was kept when it concluded. */
@Injectable()
export class ProtocolPaper {
  constructor(
    private readonly database: Database,
    @Inject(TRANSLATOR) private readonly translator: Translator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws RefusalError COMMISSION.NOT_CONCLUDED, and those of {@link findCommission}. */
  async kept(where: Where): Promise<KeptProtocol> {
    const { tx } = this.database;
    const { commission } = orThrow(await findCommission(tx, where));
    const kept = await protocolOf(tx, commission.id);
    if (kept) return kept;
    throw new RefusalError({
      code: 'COMMISSION.NOT_CONCLUDED',
      kind: 'not-found',
      detail: 'The commission has not concluded yet.',
    });
  }

  /** @param names HR's copy: with the candidates' names, which the content and its hash have not. */
  async draw(
    where: Where,
    language: string,
    names: boolean,
  ): Promise<{ readonly name: string; readonly file: Buffer }> {
    const { content, hash } = await this.kept(where);
    const t: Words = (key, parameters) =>
      this.translator.t(language, `commission:protocol.${key}`, parameters);
    const nameOf = names ? await this.#names(where) : null;
    const paper = this.#head(content, language, t, names);
    this.#composition(paper, content, language, t);
    this.#results(paper, content, language, t, nameOf);
    for (const candidate of content.candidates) this.#candidate(paper, content, candidate, language, t);
    this.#votes(paper, content, t);
    paper
      .section(t('signatures'))
      .text(t('signaturesText'))
      .signatures(content.members.map(({ official }) => official))
      .section(t('check'))
      .text(t(names ? 'checkNames' : 'checkText'))
      .small(hash)
      .text(t('listHash'))
      .small(content.listHash);
    return {
      name: `protocol-${content.competition.code}-${content.stage.code}${names ? '-names' : ''}.pdf`,
      file: await paper.finish(),
    };
  }

  #head(
    { competition, agency, stage, openedAt, concludedAt }: Protocol,
    language: string,
    t: Words,
    names: boolean,
  ): Paper {
    const query = new URLSearchParams({ competition: competition.code, type: 'commission-concluded' });
    return new Paper(t('title'), language)
      .head(`${competition.code} · ${local(agency.name, language)}`, t('title'), {
        text: `${this.config.publicOrigin}/registry?${query.toString()}`,
        label: t('qr'),
        below: t('qrBelow'),
      })
      .text(names ? t('copyNames') : t('copyNumbers'))
      .facts([
        { name: t('competition'), text: local(competition.title, language) },
        { name: t('stage'), text: local(stage.title, language), strong: true },
        { name: t('opened'), text: formatDateTime(openedAt, language) },
        { name: t('concluded'), text: formatDateTime(concludedAt, language) },
      ]);
  }

  #composition(paper: Paper, content: Protocol, language: string, t: Words): void {
    const { quorum, declarations, guide } = content;
    paper
      .section(t('composition'))
      .table(
        [
          { text: t('column.number'), share: 1 },
          { text: t('column.member'), share: 7 },
          { text: t('column.function'), share: 3 },
          { text: t('column.from'), share: 4 },
        ],
        officialsOf(content).map((official, index) => {
          const member = content.members.find((one) => one.official === official);
          return [
            String(index + 1),
            official,
            member ? t(`function.${member.function}`) : t('function.left'),
            member?.organisation ?? t('own'),
          ];
        }),
      )
      .facts([
        {
          name: t('quorum'),
          text: t('quorumText', { share: `${String(quorum.numerator)}/${String(quorum.denominator)}` }),
        },
        { name: t('gap'), text: t('gapText', { gap: content.largestGap }) },
        { name: t('formula'), text: t('formulaText', { maximum: formatPoints(content.maximum, language) }) },
        {
          name: t('guide'),
          text: t('guideText', { code: guide.code, version: guide.version, hash: guide.hash.slice(0, 16) }),
        },
        { name: t('declarations'), text: t('declarationsText', { ...declarations }) },
      ]);
  }

  #results(
    paper: Paper,
    { candidates, maximum }: Protocol,
    language: string,
    t: Words,
    nameOf: ReadonlyMap<string, string> | null,
  ): void {
    const columns: PaperColumn[] = [
      { text: t('column.candidate'), share: 3 },
      ...(nameOf ? [{ text: t('column.name'), share: 6 }] : []),
      { text: t('column.points', { maximum: formatPoints(maximum, language) }), share: 3, number: true },
      { text: t('column.how'), share: 6 },
    ];
    paper.section(t('results')).table(
      columns,
      candidates.map((one) => [
        one.number,
        ...(nameOf ? [nameOf.get(one.number) ?? ''] : []),
        one.points === null ? '—' : formatPoints(one.points, language),
        howOf(one, t),
      ]),
    );
  }

  #candidate(paper: Paper, content: Protocol, one: ProtocolCandidate, language: string, t: Words): void {
    if (one.rounds.length === 0 && one.steppedAside.length === 0) return;
    paper.section(t('candidate', { number: one.number }));
    if (one.steppedAside.length > 0)
      paper.text(t('steppedAside', { officials: one.steppedAside.join('; ') }));
    const officials = officialsOf(content);
    for (const round of one.rounds) {
      paper.text(t(`round.${round.verdict}`, { number: round.number }));
      if (round.discussion) paper.text(t('discussion', { text: round.discussion }));
      this.#scores(paper, content, round, officials, language, t);
    }
  }

  #scores(
    paper: Paper,
    content: Protocol,
    round: ProtocolRound,
    officials: readonly string[],
    language: string,
    t: Words,
  ): void {
    const columns: PaperColumn[] = [
      { text: t('column.competency'), share: 6 },
      ...round.scores.map(({ official }) => ({
        text: t('column.ofMember', { number: officials.indexOf(official) + 1 }),
        share: 1.6,
        number: true,
      })),
      { text: t('column.result'), share: 4, number: true },
    ];
    paper.table(
      columns,
      content.competencies.map(({ code, title }) => {
        const result = round.competencies.find((other) => other.code === code);
        const points = formatPoints(result?.points ?? 0, language);
        const said =
          round.verdict === 'void'
            ? t('gapIs', { gap: result?.gap ?? 0 })
            : result?.by === 'median'
              ? t('median', { points, gap: result.gap })
              : points;
        return [
          local(title, language),
          ...round.scores.map(({ levels }) => String(levels[code] ?? '')),
          said,
        ];
      }),
    );
  }

  #votes(paper: Paper, { votes }: Protocol, t: Words): void {
    paper.section(t('votes')).table(
      [
        { text: t('column.member'), share: 6 },
        { text: t('column.vote'), share: 2 },
        { text: t('column.opinion'), share: 6 },
      ],
      votes.map(({ official, approve, opinion }) => [
        official,
        t(approve ? 'for' : 'against'),
        opinion ?? '—',
      ]),
    );
  }

  /** Number → name. */
  async #names({ stageId }: Where): Promise<ReadonlyMap<string, string>> {
    const found = await rows<{ number: string; fullName: string }>(
      this.database.tx,
      `SELECT k.number, p.full_name AS "fullName" FROM commission_candidate k
         JOIN commission c ON c.id = k.commission_id JOIN application a ON a.id = k.application_id
         JOIN person p ON p.id = a.person_id WHERE c.stage_id = $1`,
      [stageId],
    );
    return new Map(found.map(({ number, fullName }) => [number, fullName]));
  }
}

/** Members as they are numbered: those who sit, then those who scored and sit no more. */
function officialsOf({ members, candidates }: Protocol): string[] {
  const scored = candidates.flatMap(({ rounds }) =>
    rounds.flatMap(({ scores }) => scores.map(({ official }) => official)),
  );
  return [...new Set([...members.map(({ official }) => official), ...scored])];
}

function howOf({ points, rounds }: ProtocolCandidate, t: Words): string {
  if (points === null) return t('how.absent');
  const last = rounds.at(-1);
  if (last?.verdict === 'median') return t('how.median');
  return rounds.length > 1 ? t('how.second') : t('how.first');
}
