import type { Failure } from '../../../../nodes/shared/core/errors.ts';

/** What ends a work that fails. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
	const end: unknown = await work.catch((error: unknown) => ({ error }));
	if (typeof end === 'object' && end !== null && 'error' in end) return end.error as Failure;
	throw new Error('It did not fail');
}
