import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EvidenceHolds } from '../../proctoring/index.js';

/** What an incident rests on is there as long as an appeal of its sitting waits to be decided. */
@Injectable()
export class AppealHold implements OnModuleInit {
  constructor(private readonly holds: EvidenceHolds) {}

  onModuleInit(): void {
    this.holds.register(
      (sitting) =>
        `EXISTS (SELECT 1 FROM appeal w WHERE w.sitting_id = ${sitting} AND w.state IN ('submitted', 'taken'))`,
    );
  }
}
