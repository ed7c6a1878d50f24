interface ModelledItem {
  readonly id: string;
  readonly type: string;
  readonly case?: string;
  readonly model?: { readonly code: string };
}

const REASON = 'Made by the same item model: who has solved the one has solved the other.';

/**
 * Items of one model measure the same thing by the same way to the answer, so that no form has two of them. Questions of one
 * case are made together and stay together.
 */
export function siblings(
  items: readonly ModelledItem[],
): { readonly items: readonly [string, string]; readonly reason: string }[] {
  const families = new Map<string, ModelledItem[]>();
  for (const item of items) {
    // A case is no question: its members are what a form has.
    if (!item.model || item.type === 'case') continue;
    families.set(item.model.code, [...(families.get(item.model.code) ?? []), item]);
  }
  return [...families.values()].flatMap((family) =>
    family.flatMap((one, index) =>
      family
        .slice(index + 1)
        .filter((other) => one.case === undefined || one.case !== other.case)
        .map((other) => ({ items: [one.id, other.id] as const, reason: REASON })),
    ),
  );
}
