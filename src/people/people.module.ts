import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { CreateAccount } from './use-cases/create-account.js';
import { CreateAgency } from './use-cases/create-agency.js';
import { DisableAccount } from './use-cases/disable-account.js';
import { GrantRole } from './use-cases/grant-role.js';
import { MakeUpCandidates } from './use-cases/make-up-candidates.js';
import { PasswordHasher } from './use-cases/password-hasher.js';
import { RegisterCandidate } from './use-cases/register-candidate.js';
import { RevokeRole } from './use-cases/revoke-role.js';
import { SignIn } from './use-cases/sign-in.js';
import { Throttle } from './use-cases/throttle.js';
import { AdminController } from './web/admin.controller.js';
import { AdminPages } from './web/admin.pages.js';
import { SessionController } from './web/session.controller.js';
import { SignInPages } from './web/sign-in.pages.js';

const useCases = [
  CreateAccount,
  CreateAgency,
  DisableAccount,
  GrantRole,
  MakeUpCandidates,
  RegisterCandidate,
  RevokeRole,
  SignIn,
];

@Module({
  controllers: [SessionController, SignInPages, AdminController, AdminPages],
  providers: [...useCases, PasswordHasher, Throttle, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [...useCases, Throttle],
})
export class PeopleModule {}
