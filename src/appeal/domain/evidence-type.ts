export type EvidenceType = 'application/pdf' | 'image/png' | 'image/jpeg';

const SIGNATURES: readonly (readonly [EvidenceType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/** What a file is by its own first bytes, whatever it is called; undefined for what is no evidence that we take. */
export const evidenceType = (bytes: Uint8Array): EvidenceType | undefined =>
  SIGNATURES.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))?.[0];

/** A name that is safe to say and to save under: no path, nothing that cannot be printed. */
export const evidenceName = (name: string, type: EvidenceType): string => {
  const base = (name.split(/[\\/]/).at(-1) ?? '').replace(/[^\p{L}\p{N}. _-]/gu, '').trim();
  return base === ''
    ? `evidence.${type === 'application/pdf' ? 'pdf' : type.slice('image/'.length)}`
    : base.slice(0, 100);
};
