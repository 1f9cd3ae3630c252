import { gatheringTime, nextLook } from '../../../../nodes/shared/waiting/pollSchedule.ts';

/** The ages at which a document is looked at until an age. Seconds, to a hundredth. */
function looks(times: readonly number[], until: number): number[] {
	const ages = [];
	let age: number | undefined;
	while ((age = nextLook(age, times)) <= until) ages.push(Math.round(age / 10) / 100);
	return ages;
}

it('where nothing is known, distances grow with the age to the power of two thirds', () => {
	expect(looks([], 20_000)).toEqual([2.6, 3.73, 5.18, 6.97, 9.16, 11.79, 14.9, 18.53]);
});

it('they grow from 1 s to 15 s', () => {
	expect(nextLook(500, [])).toBe(1_500);
	expect(nextLook(2_000, [])).toBe(3_000);
	expect(nextLook(100_000, []) - 100_000).toBeCloseTo(12_927, 0);
	expect(nextLook(200_000, [])).toBe(215_000);
});

it('after one time, one look comes at seven tenths of it and one just after it', () => {
	expect(looks([10_000], 10_100)).toEqual([7, 10.06]);
	expect(nextLook(undefined, [10_000])).toBe(7_000);
});

it('after more of them, the first look comes just after the shortest', () => {
	expect(nextLook(undefined, [10_000, 40_000])).toBe(10_060);
});

it('a time that the last look has seen pass within 60 ms is not looked at again', () => {
	expect(nextLook(9_939, [10_000, 40_000])).toBe(10_060);
	expect(Math.round(nextLook(9_940, [10_000, 40_000]))).toBe(12_714);
});

it('one look serves the times that lie within half a distance', () => {
	// The distance at 10 s is 2.785 s.
	expect(nextLook(undefined, [10_000, 10_500, 11_392, 11_393])).toBe(11_452);
	expect(nextLook(undefined, [10_000, 11_393, 12_000])).toBe(10_060);
});

it('between different times a document may end at any moment, so that distances are as ever', () => {
	// 3.65 s from 15 s on.
	expect(Math.round(nextLook(15_000, [10_000, 40_000]))).toBe(18_649);
	expect(nextLook(15_000, [10_000, 16_000])).toBe(16_060);
	expect(nextLook(5_000, [10_000, 40_000])).toBe(10_060);
	expect(nextLook(1_000, [10_000])).toBe(10_060);
});

it('beyond the longest time, distances begin with what a result may be late, and double', () => {
	expect(looks([2_000], 5_000)).toEqual([1.4, 2.06, 2.36, 2.72, 3.44, 4.81]);
	// A twentieth of the age is more than 0.3 s here.
	expect(nextLook(20_060, [20_000])).toBeCloseTo(21_063, 6);
	// And never more than where nothing is known.
	expect(nextLook(60_000, [1_000])).toBe(nextLook(60_000, []));
});

it('looks at many are gathered for 3 s divided by the root of their number', () => {
	expect(gatheringTime(9, 1_000, true)).toBe(1_000);
	expect(gatheringTime(4, 1_000, true)).toBe(1_000);
	expect(gatheringTime(36, 1_000, true)).toBe(500);
	expect(gatheringTime(100, 1_000, true)).toBe(300);
	expect(gatheringTime(900, 1_000, true)).toBe(300);
	expect(gatheringTime(900, 20_000, true)).toBe(1_000);
	expect(gatheringTime(900, 40_000, true)).toBe(2_000);
});

it('they are gathered for the distance of their age where nothing is known', () => {
	expect(gatheringTime(900, 1_000, false)).toBe(1_000);
	expect(gatheringTime(4, 200_000, false)).toBe(15_000);
});
