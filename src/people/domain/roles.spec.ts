import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canGrant, hasRole, ROLES } from './roles.js';

describe('roles and scopes', () => {
  it('makes an administrator only of the whole platform', () => {
    expect(canGrant('administrator', 'platform')).toBe(true);
    expect(canGrant('administrator', 'agency')).toBe(false);
    expect(canGrant('hr-officer', 'session')).toBe(false);
    expect(canGrant('item-author', 'bank')).toBe(true);
    expect(canGrant('item-author', 'agency')).toBe(false);
  });

  it('lets a grant hold for its scope and those inside it, and for nothing else', () => {
    const grants = [{ role: 'hr-officer', scopeId: 'agency-1' }];
    expect(hasRole(grants, ['hr-officer'], ['competition-1', 'agency-1', 'platform'])).toBe(true);
    expect(hasRole(grants, ['hr-officer'], ['competition-2', 'agency-2', 'platform'])).toBe(false);
    expect(hasRole(grants, ['proctor'], ['competition-1', 'agency-1', 'platform'])).toBe(false);
  });

  it('never gives a role that nobody granted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ role: fc.constantFrom(...ROLES), scopeId: fc.string() })),
        fc.string(),
        (grants, scope) => {
          const others = grants.filter((grant) => grant.scopeId !== scope);
          expect(hasRole(others, ROLES, [scope])).toBe(false);
        },
      ),
    );
  });
});
