import type { MarkLayer } from '../../marking/index.js';
import type { ItemScore } from './score-item.js';

/**
 * Machine scores with what people added. Marks fill in what people have to mark, and nothing else: an annulled item keeps
 * everybody's full points, and nothing written stays nothing.
 */
export const withMarks = (scores: readonly ItemScore[], layers: readonly MarkLayer[]): ItemScore[] =>
  scores.map((score) => {
    const layer = score.why === 'pending' ? countingLayer(layers, score.position) : undefined;
    if (!layer) return score;
    const why = layer.kind === 'corrected' ? 'corrected' : 'marked';
    return { position: score.position, points: layer.points, why };
  });

/**
 * What counts of the layers of one place: the newest correction, or the mark where nobody has corrected it. The order in
 * which layers are handed in says nothing.
 */
export function countingLayer<T extends MarkLayer>(layers: readonly T[], position: number): T | undefined {
  const own = layers.filter((layer) => layer.position === position).sort((a, b) => b.revision - a.revision);
  return own.find(({ kind }) => kind === 'corrected') ?? own[0];
}
