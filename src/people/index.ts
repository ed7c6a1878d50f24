import { AccountRow } from './store/account.row.js';
import { AgencyRow } from './store/agency.row.js';
import { PersonRow } from './store/person.row.js';

export { assertEveryRouteStatesAccess, listRoutes, type RouteView } from './access/routes.js';
export type { EligibilityRule, RuleChoice } from './domain/eligibility-rule.js';
export { GENERAL_PROFILE, type JurisdictionProfile } from './domain/jurisdiction-profile.js';
export { hasRole, ROLES, type Role } from './domain/roles.js';
export type { Proof } from './domain/proof.js';
export { PeopleModule } from './people.module.js';
export { principalOf } from './store/account-store.js';
export { recordDecision } from './store/decision-store.js';
export { identitiesOf, type Identity } from './store/identity-store.js';
export { factorsOf } from './store/second-factor-store.js';
export { ensureProfile, newestProfile, profileOf } from './store/profile-store.js';
export { holdersNamed, holdersOf, rolesIn, type RoleHolder } from './store/role-store.js';
export {
  insertScope,
  PLATFORM_SCOPE_ID,
  removeScope,
  scopeChain,
  scopesWithin,
} from './store/scope-store.js';
export { CreateAccount } from './use-cases/create-account.js';
export { agencies, ensureAgency } from './use-cases/create-agency.js';
export { GrantRole } from './use-cases/grant-role.js';
export { MakeUpCandidates, removeMadeUp, type MadeUpCandidate } from './use-cases/make-up-candidates.js';
export { OpenWork, type WorkItem } from './use-cases/open-work.js';
export { RegisterCandidate } from './use-cases/register-candidate.js';
export { SecondFactor } from './use-cases/second-factor.js';
export { SignInQueue, type Place } from './use-cases/sign-in-queue.js';
export { Throttle } from './use-cases/throttle.js';
export { ProofDto, ProofFormDto } from './web/dto/second-factor.dto.js';
export { originOf, proofOf } from './web/proof-of.js';

/** The TypeORM rows of this stage. */
export const rows = [AccountRow, AgencyRow, PersonRow];
