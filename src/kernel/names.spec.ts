import { describe, expect, it } from '@jest/globals';
import { mentionsName, mentionsPart, wordsOf } from './names.js';

describe('a name in a text', () => {
  it.each([
    ['the court on Leyla Əliyeva', 'Leyla Əliyeva', true],
    ['LEYLA   əliyeva, born in Baku', 'Leyla Əliyeva', true],
    ['of Əliyeva, Leyla.', 'Leyla Əliyeva', true],
    ['по просьбе Алиевой Лейлы', 'Лейла Алиева', true],
    ["ISMAYIL İSMAYILOV's request", 'İsmayıl Ismayilov', true],
    ['José Núñez', 'Jose Nunez', true],
    ['Li Na has asked', 'Li Na', true],
    ['only Leyla has asked', 'Leyla Əliyeva', false],
    ['the law on personal data', 'Leyla Əliyeva', false],
    ['anything', '', false],
    ['anything', ' - ', false],
  ])('%s: %s', (text, name, is) => {
    expect(mentionsName(wordsOf(text), name)).toBe(is);
  });

  it.each([
    ['only Leyla has asked', 'Leyla Əliyeva', true],
    ['on request of Mr əliyev', 'Leyla Əliyeva', true],
    ['Ali asked', 'Ali Li', true],
    // Short parts are words of their own: not what a law is called.
    ['of doubtful legality, annulled', 'Ali Ann', false],
    ['Law 12, article 17', 'Li Na Ar', false],
    ['Li Na has asked', 'Na Li', true],
    ['martyrology of the law', 'Marti Law-Li', true],
    ['martyrology of the rule', 'Marty Li', false],
  ])('%s: a part of %s', (text, name, is) => {
    expect(mentionsPart(wordsOf(text), name)).toBe(is);
  });
});
