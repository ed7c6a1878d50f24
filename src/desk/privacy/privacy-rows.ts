import type { JurisdictionProfile } from '../../people/index.js';
import { SIGNED_IN_HOURS } from '../../platform/index.js';
import { ARRIVAL_DAYS, DEFAULT_PLAN } from '../../proctoring/index.js';

/** One kind of thing that is kept: its words are `privacy:kept.<name>`, `privacy:who.<name>` and those of how long. */
export interface PrivacyRow {
  readonly name: string;
  /** Where it is kept. */
  readonly tables: readonly string[];
  /** The step of the worker that removes it once its time is over. Null: none does, and the page promises none. */
  readonly removedBy: 'ClearDocuments' | 'ClearWatched' | 'forgetSignIns' | null;
  readonly howLong: readonly { readonly key: string; readonly count?: number }[];
}

/** What the platform keeps about people, and for how long: each figure from where it holds. */
export const privacyRows = ({ retention }: Pick<JurisdictionProfile, 'retention'>): readonly PrivacyRow[] => {
  const months = { key: 'months', count: retention.applications };
  const atLeast = [{ key: 'atLeast', count: retention.answerSheets }, { key: 'byLaw' }];
  const asAnswers = [{ key: 'asAnswers' }];
  return [
    { name: 'account', tables: ['person', 'account'], removedBy: null, howLong: [{ key: 'account' }] },
    {
      name: 'application',
      tables: ['application_form'],
      removedBy: 'ClearDocuments',
      howLong: [months],
    },
    {
      name: 'documents',
      tables: ['application_document', 'document_view'],
      removedBy: 'ClearDocuments',
      howLong: [months, { key: 'thatThereWas' }],
    },
    {
      name: 'applied',
      tables: ['application', 'screening_decision', 'booking', 'session_entitlement'],
      removedBy: null,
      howLong: asAnswers,
    },
    { name: 'accommodation', tables: ['accommodation'], removedBy: 'ClearWatched', howLong: [months] },
    {
      name: 'arrivals',
      tables: ['session_presence', 'browser_proof'],
      removedBy: 'ClearWatched',
      howLong: [{ key: 'days', count: ARRIVAL_DAYS }],
    },
    { name: 'identity', tables: ['session_admission'], removedBy: null, howLong: asAnswers },
    {
      name: 'consent',
      tables: ['watch_consent', 'watch_camera_change', 'watch_excuse'],
      removedBy: 'ClearWatched',
      howLong: [months],
    },
    {
      name: 'answers',
      tables: [
        'draw_number',
        'sitting',
        'form',
        'sitting_lease',
        'sitting_break',
        'response_event',
        'late_response_event',
        'answer_sheet',
        'receipt',
      ],
      removedBy: null,
      howLong: atLeast,
    },
    {
      name: 'staff',
      tables: [
        'exam_message',
        'exam_message_read',
        'time_change',
        'late_ruling',
        'sitting_end',
        'sitting_void',
      ],
      removedBy: null,
      howLong: asAnswers,
    },
    {
      name: 'results',
      tables: [
        'grade',
        'marking_text',
        'mark_assignment',
        'mark',
        'mark_layer',
        'stage_result',
        'certificate',
        'ranking_place',
      ],
      removedBy: null,
      howLong: asAnswers,
    },
    {
      name: 'appeals',
      tables: ['review_sight', 'key_challenge', 'appeal', 'appeal_file', 'appeal_decision'],
      removedBy: null,
      howLong: asAnswers,
    },
    {
      name: 'interview',
      tables: [
        'commission_candidate',
        'commission_slot',
        'commission_absence',
        'commission_declaration',
        'commission_round',
        'commission_excusal',
        'commission_entry',
        'commission_opened_entry',
      ],
      removedBy: null,
      howLong: asAnswers,
    },
    {
      name: 'signals',
      tables: ['watch_state', 'watch_signal', 'watch_beat', 'watch_look', 'watch_hand'],
      removedBy: 'ClearWatched',
      howLong: [{ key: 'usually', count: DEFAULT_PLAN.keepSignalDays }, { key: 'examSays' }],
    },
    {
      name: 'snapshots',
      tables: ['watch_snapshot', 'watch_snapshot_view'],
      removedBy: 'ClearWatched',
      howLong: [
        { key: 'usually', count: DEFAULT_PLAN.keepSnapshotDays },
        { key: 'examSays' },
        { key: 'thatThereWas' },
      ],
    },
    {
      name: 'incidents',
      tables: [
        'incident',
        'incident_evidence',
        'incident_answer',
        'incident_decision',
        'incident_contest',
        'incident_review',
      ],
      removedBy: null,
      howLong: [{ key: 'asAnswers' }, { key: 'evidence' }],
    },
    {
      name: 'appointment',
      tables: [
        'appointment_offer',
        'offer_event',
        'appointment',
        'appointment_end',
        'direct_appointment',
        'imported_appointment',
      ],
      removedBy: null,
      howLong: [{ key: 'stays' }],
    },
    { name: 'letters', tables: ['notice'], removedBy: null, howLong: asAnswers },
    {
      name: 'registry',
      tables: ['registry_entry', 'removed_sheet'],
      removedBy: null,
      howLong: [{ key: 'forGood' }],
    },
    { name: 'officials', tables: ['decision'], removedBy: null, howLong: [{ key: 'names' }] },
    {
      name: 'signIn',
      tables: ['web_session'],
      removedBy: 'forgetSignIns',
      howLong: [{ key: 'hours', count: SIGNED_IN_HOURS }],
    },
    { name: 'logs', tables: [], removedBy: null, howLong: [{ key: 'logs' }] },
  ];
};
