import { Module } from '@nestjs/common';
import { AddMedia } from './use-cases/add-media.js';
import { CalibrateItem } from './use-cases/calibrate-item.js';
import { DeclareEnemy } from './use-cases/declare-enemy.js';
import { DiscussItem } from './use-cases/discuss-item.js';
import { ItemHistory } from './use-cases/item-history.js';
import { LoadBanks } from './use-cases/load-banks.js';
import { MoveItem } from './use-cases/move-item.js';
import { TranslateItem } from './use-cases/translate-item.js';
import { WriteItem } from './use-cases/write-item.js';
import { BanksController } from './web/banks.controller.js';
import { ItemBanksController } from './web/item-banks.controller.js';
import { ItemBanksPages } from './web/item-banks.pages.js';
import { ItemEditor } from './web/item-editor.js';
import { ItemEditorPages } from './web/item-editor.pages.js';
import { ItemPage } from './web/item-page.js';
import { ItemStepsPages } from './web/item-steps.pages.js';
import { ItemPages } from './web/item.pages.js';
import { ItemTranslationPages } from './web/item-translation.pages.js';
import { ItemWorkController } from './web/item-work.controller.js';
import { ItemWorkPages } from './web/item-work.pages.js';
import { SeenItems } from './web/seen-items.js';
import { ItemsController } from './web/items.controller.js';

const useCases = [
  AddMedia,
  CalibrateItem,
  DeclareEnemy,
  DiscussItem,
  ItemHistory,
  LoadBanks,
  MoveItem,
  TranslateItem,
  WriteItem,
];

@Module({
  controllers: [
    BanksController,
    ItemBanksController,
    ItemsController,
    ItemWorkController,
    ItemBanksPages,
    ItemEditorPages,
    ItemPages,
    ItemStepsPages,
    ItemTranslationPages,
    ItemWorkPages,
  ],
  providers: [...useCases, ItemEditor, ItemPage, SeenItems],
  exports: [...useCases, SeenItems],
})
export class QuestionBankModule {}
