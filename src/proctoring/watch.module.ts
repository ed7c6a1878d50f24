import { Module } from '@nestjs/common';
import { SittingModule } from '../sitting/index.js';
import { ClearWatched } from './use-cases/clear-watched.js';
import { DestroyMadeUpPictures } from './use-cases/destroy-made-up-pictures.js';
import { EvidenceHolds } from './use-cases/evidence-holds.js';
import { HearDevice } from './use-cases/hear-device.js';
import { KeepSignals } from './use-cases/keep-signals.js';
import { KeepSnapshot } from './use-cases/keep-snapshot.js';
import { LiveBoards } from './use-cases/live-boards.js';
import { NoteSilence } from './use-cases/note-silence.js';
import { OpenSnapshot } from './use-cases/open-snapshot.js';
import { TakeInHand } from './use-cases/take-in-hand.js';
import { WatchHints } from './use-cases/watch-hints.js';
import { BoardPages } from './web/board.pages.js';
import { BoardsController } from './web/boards.controller.js';
import { SnapshotsController } from './web/snapshots.controller.js';
import { SnapshotsPages } from './web/snapshots.pages.js';
import { SnapshotsRoute } from './web/snapshots.route.js';
import { WatchRoute } from './web/watch.route.js';

const useCases = [
  ClearWatched,
  DestroyMadeUpPictures,
  EvidenceHolds,
  HearDevice,
  KeepSignals,
  KeepSnapshot,
  LiveBoards,
  NoteSilence,
  OpenSnapshot,
  TakeInHand,
  WatchHints,
];

/** What devices tell while candidates sit: signals, snapshots, the board, and how long it is kept. */
@Module({
  imports: [SittingModule],
  controllers: [BoardPages, BoardsController, SnapshotsController, SnapshotsPages],
  providers: [...useCases, SnapshotsRoute, WatchRoute],
  exports: useCases,
})
export class WatchModule {}
