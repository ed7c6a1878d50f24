import { Module, type DynamicModule } from '@nestjs/common';
import { ApplicationModule } from './application/index.js';
import { AppealModule } from './appeal/index.js';
import { AppointmentModule } from './appointment/index.js';
import { CommissionModule } from './commission/index.js';
import { CompetitionModule } from './competition/index.js';
import { DeskModule } from './desk/index.js';
import { DisclosureModule } from './disclosure/index.js';
import { FormModule } from './form/index.js';
import { GradingModule } from './grading/index.js';
import { MeasurementModule } from './measurement/index.js';
import { NoticeModule } from './notice/index.js';
import { PeopleModule } from './people/index.js';
import { MarkingModule } from './marking/index.js';
import { HealthController } from './platform/health/health.controller.js';
import { PlatformModule, type PlatformParts } from './platform/index.js';
import { ProctoringModule } from './proctoring/index.js';
import { QuestionBankModule } from './question-bank/index.js';
import { RankingModule } from './ranking/index.js';
import { RegistryModule } from './registry/index.js';
import { SelectionModule } from './selection/index.js';
import { SessionModule } from './session/index.js';
import { SittingModule } from './sitting/index.js';
import { StandardSettingModule } from './standard-setting/index.js';
import { Sweeper } from './worker/sweeper.js';

/** All stages over one platform. The api and the worker are the same modules, used from two sides. */
@Module({})
export class AppModule {
  static with(parts: PlatformParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts),
        PeopleModule,
        NoticeModule,
        QuestionBankModule,
        FormModule,
        CompetitionModule,
        ApplicationModule,
        SessionModule,
        SittingModule,
        ProctoringModule,
        StandardSettingModule,
        MarkingModule,
        GradingModule,
        MeasurementModule,
        CommissionModule,
        SelectionModule,
        RankingModule,
        AppealModule,
        AppointmentModule,
        DisclosureModule,
        RegistryModule,
        DeskModule,
      ],
      controllers: [HealthController],
      providers: [Sweeper],
    };
  }
}
