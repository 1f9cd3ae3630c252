import { nextLook } from '../../../../nodes/shared/waiting/pollSchedule.ts';

/** Looks at one document until it is finished, without a service. Milliseconds. */
export function looksUntil(
	processing: number,
	times: readonly number[],
): { looks: number; late: number } {
	let age = nextLook(undefined, times);
	let looks = 1;
	for (; age < processing; looks++) age = nextLook(age, times);
	return { looks, late: age - processing };
}
