import type { Tx } from '../../platform/index.js';
import { agreementOf } from '../domain/agreement.js';
import { doubleMarks } from '../store/agreement-store.js';
import { toleranceOf } from '../store/mark-store.js';
import { adjudicationsOf, markersOf, markingProgress, steppedAside } from '../store/progress-store.js';
import type { AgreementDto, SessionMarkingDto } from './dto/marking.dto.js';

/** How marking stands in a session, for the officers who run it. */
export async function sessionMarking(tx: Tx, sessionId: string): Promise<SessionMarkingDto> {
  return {
    progress: await markingProgress(tx, sessionId),
    tolerance: await toleranceOf(tx, sessionId),
    markers: await markersOf(tx, sessionId),
    adjudications: await adjudicationsOf(tx, sessionId),
    steppedAside: await steppedAside(tx, sessionId),
  };
}

/** How far the markers of a session agree, by name. */
export async function sessionAgreement(tx: Tx, sessionId: string): Promise<AgreementDto> {
  const { markers, ...agreement } = agreementOf(
    await doubleMarks(tx, sessionId),
    await toleranceOf(tx, sessionId),
  );
  const names = new Map(
    (await markersOf(tx, sessionId)).map(({ accountId, displayName }) => [accountId, displayName]),
  );
  return {
    ...agreement,
    markers: markers.map(({ marker, ...severity }) => ({
      accountId: marker,
      displayName: names.get(marker) ?? '',
      ...severity,
    })),
  };
}
