import { ProcessingTimes } from '../../../../nodes/shared/waiting/processingTimes.ts';
import { useSimulatedClock } from '../simulation/clock.mts';

useSimulatedClock();

it('knows nothing at first, and then what it was told, in order', () => {
	const times = new ProcessingTimes();
	expect(times.of('text')).toEqual([]);
	for (const time of [5_000, 3_000, 4_000]) times.add(time, 'text');
	expect(times.of('text')).toEqual([3_000, 4_000, 5_000]);
	expect(times.of('tables')).toEqual([]);
});

it('tells sizes apart by powers of two, and takes any size for one that it has not met', () => {
	const times = new ProcessingTimes();
	times.add(3_000, 'text', 300_000);
	times.add(12_000, 'text', 2_000_000);
	expect(times.of('text', 280_000)).toEqual([3_000]);
	expect(times.of('text', 2_100_000)).toEqual([12_000]);
	expect(times.of('text', 20_000_000)).toEqual([3_000, 12_000]);
	expect(times.of('text')).toEqual([3_000, 12_000]);
	expect(times.of('text', 0)).toEqual([3_000, 12_000]);
});

it('remembers the last twenty', () => {
	const times = new ProcessingTimes();
	for (let time = 1; time <= 50; time++) times.add(time, 'text');
	expect(times.of('text')).toEqual(Array.from({ length: 20 }, (_, index) => 31 + index));
});

it('forgets what is older than eight days, and the kinds that were not met for longest', () => {
	const times = new ProcessingTimes();
	times.add(1, 'text');
	jest.setSystemTime(Date.now() + 7 * 86_400_000);
	expect(times.of('text')).toEqual([1]);
	jest.setSystemTime(Date.now() + 86_400_001);
	expect(times.of('text')).toEqual([]);
	times.add(2, 'text');
	expect(times.of('text')).toEqual([2]);
	for (let kind = 0; kind < 1_000; kind++) times.add(3, `kind ${kind}`);
	expect(times.of('text')).toEqual([]);
	expect(times.of('kind 999')).toEqual([3]);
});
