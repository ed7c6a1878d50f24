import type { Scene } from '../figure.js';
import { compass } from './compass.js';
import { lines } from './lines.js';
import { marker, markers } from './marker.js';
import { nested } from './nested.js';
import { pair } from './pair.js';
import { pointer } from './pointer.js';
import { polygon } from './polygon.js';
import { tokens } from './tokens.js';

export const SCENES: Readonly<Record<SceneName, Scene>> = {
  tokens,
  pointer,
  marker,
  markers,
  nested,
  lines,
  polygon,
  pair,
  compass,
};

export type SceneName =
  'tokens' | 'pointer' | 'marker' | 'markers' | 'nested' | 'lines' | 'polygon' | 'pair' | 'compass';
