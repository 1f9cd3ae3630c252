/**
 * An id is an opaque text, but a forged one must lead to no other route: `x.json` is another file,
 * `../users/me` another thing.
 */
export function isSafeId(id: unknown): id is string {
	return typeof id === 'string' && /^[^\s\p{C}/?#%\\.]{1,100}$/u.test(id);
}
