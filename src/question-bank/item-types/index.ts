export {
  deliverItem,
  inLanguage,
  shapeOf,
  type DeliveredItem,
  type StoredStructure,
} from './deliver-item.js';
export type { Fields, ItemShape, ItemType, Say, ShownItem, Texts } from './item-type.js';
export { ITEM_TYPES, itemType } from './registry.js';
