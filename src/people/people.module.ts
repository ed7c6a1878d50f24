import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { ChangeFactors } from './use-cases/change-factors.js';
import { CreateAccount } from './use-cases/create-account.js';
import { CreateAgency } from './use-cases/create-agency.js';
import { Delegate } from './use-cases/delegate.js';
import { DisableAccount } from './use-cases/disable-account.js';
import { EndLostFactors } from './use-cases/end-lost-factors.js';
import { GrantRole } from './use-cases/grant-role.js';
import { HandOver } from './use-cases/hand-over.js';
import { MakeUpCandidates } from './use-cases/make-up-candidates.js';
import { OpenWork } from './use-cases/open-work.js';
import { PasswordHasher } from './use-cases/password-hasher.js';
import { RegisterCandidate } from './use-cases/register-candidate.js';
import { RevokeRole } from './use-cases/revoke-role.js';
import { SecondFactor } from './use-cases/second-factor.js';
import { SignInQueue } from './use-cases/sign-in-queue.js';
import { SignIn } from './use-cases/sign-in.js';
import { Throttle } from './use-cases/throttle.js';
import { AdminController } from './web/admin.controller.js';
import { AdminPages } from './web/admin.pages.js';
import { DelegationController } from './web/delegation.controller.js';
import { DelegationPages } from './web/delegation.pages.js';
import { SecondFactorsController } from './web/second-factors.controller.js';
import { SecondFactorsPages } from './web/second-factors.pages.js';
import { SessionController } from './web/session.controller.js';
import { SignInQueuePage } from './web/sign-in-queue.page.js';
import { SignInTickets } from './web/sign-in-tickets.js';
import { SignInPages } from './web/sign-in.pages.js';

const useCases = [
  ChangeFactors,
  CreateAccount,
  CreateAgency,
  Delegate,
  DisableAccount,
  EndLostFactors,
  GrantRole,
  HandOver,
  MakeUpCandidates,
  OpenWork,
  RegisterCandidate,
  RevokeRole,
  SecondFactor,
  SignIn,
  SignInQueue,
];

@Module({
  controllers: [
    SessionController,
    SignInPages,
    AdminController,
    AdminPages,
    DelegationController,
    DelegationPages,
    SecondFactorsController,
    SecondFactorsPages,
  ],
  providers: [
    ...useCases,
    PasswordHasher,
    SignInQueuePage,
    SignInTickets,
    Throttle,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [...useCases, Throttle],
})
export class PeopleModule {}
