import { rows, type Tx } from '../../platform/index.js';

/** What the statistics of a released session say of an item version; numbers as docs/spec/statistics.md has them. */
export interface ReportedItem {
  readonly itemVersionId: string;
  readonly taken: number;
  readonly difficulty: number;
  readonly pointBiserial: number | null;
  readonly omitted: number;
  readonly medianMilliseconds: number | null;
  readonly options: readonly { readonly option: string; readonly chosen: number }[];
  readonly flags: readonly { readonly code: string; readonly sureness: string; readonly option?: string }[];
}

/** Tells the bank how its items did in a session whose results are released. Telling it again changes nothing. */
export async function reportItems(
  tx: Tx,
  report: {
    readonly statisticsId: string;
    readonly sessionId: string;
    readonly items: readonly ReportedItem[];
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO item_report (statistics_id, item_version_id, session_id, body)
     SELECT $1, i.id, $2, i.body FROM unnest($3::uuid[], $4::jsonb[]) AS i (id, body)
     ON CONFLICT (statistics_id, item_version_id) DO NOTHING`,
    [
      report.statisticsId,
      report.sessionId,
      report.items.map(({ itemVersionId }) => itemVersionId),
      report.items.map(({ itemVersionId: _, ...body }) => JSON.stringify(body)),
    ],
  );
}

export interface ItemReportView extends ReportedItem {
  readonly sessionId: string;
  readonly version: number;
  readonly reportedAt: Date;
}

// Of each session the newest: a regrade tells of it again.
const REPORTS = `
  SELECT DISTINCT ON (r.session_id, r.item_version_id) r.item_version_id AS "itemVersionId", r.session_id AS "sessionId",
    r.reported_at AS "reportedAt", r.body, v.version, v.item_id
  FROM item_report r JOIN item_version v ON v.id = r.item_version_id`;
const NEWEST_FIRST = 'ORDER BY r.session_id, r.item_version_id, r.reported_at DESC';

type Row = Omit<ItemReportView, keyof ReportedItem> & {
  itemVersionId: string;
  body: Omit<ReportedItem, 'itemVersionId'>;
};
const view = ({ body, itemVersionId, sessionId, version, reportedAt }: Row): ItemReportView => ({
  itemVersionId,
  sessionId,
  version,
  reportedAt,
  ...body,
});

/** How an item did in each released session that had it, all its versions, newest report first. */
export async function reportsOfItem(tx: Tx, itemId: string): Promise<ItemReportView[]> {
  const found = await rows<Row>(
    tx,
    `SELECT * FROM (${REPORTS} WHERE v.item_id = $1 ${NEWEST_FIRST}) r ORDER BY r."reportedAt" DESC`,
    [itemId],
  );
  return found.map(view);
}

/** The newest report of each of some item versions that has one. */
export async function newestReports(
  tx: Tx,
  itemVersionIds: readonly string[],
): Promise<ReadonlyMap<string, ItemReportView>> {
  const found = await rows<Row>(
    tx,
    `SELECT DISTINCT ON (r."itemVersionId") * FROM (${REPORTS} WHERE r.item_version_id = ANY($1::uuid[]) ${NEWEST_FIRST}) r
     ORDER BY r."itemVersionId", r."reportedAt" DESC`,
    [itemVersionIds],
  );
  return new Map(found.map((row) => [row.itemVersionId, view(row)]));
}

/** Codes of item versions, by their ids. */
export async function itemCodes(
  tx: Tx,
  itemVersionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; code: string }>(
    tx,
    'SELECT v.id, i.code FROM item_version v JOIN item i ON i.id = v.item_id WHERE v.id = ANY($1::uuid[])',
    [itemVersionIds],
  );
  return new Map(found.map(({ id, code }) => [id, code]));
}
