import type { IExecuteFunctions } from 'n8n-workflow';
import { hint } from '../../../../nodes/shared/operations/hints.ts';

/** A run that collects what it is told. */
const run = () => {
	const shown: string[] = [];
	const logged: string[] = [];
	const context = {
		addExecutionHints: (...hints: Array<{ message: string }>) =>
			void shown.push(...hints.map(({ message }) => message)),
		logger: { info: (message: string) => void logged.push(message) },
	} as unknown as IExecuteFunctions;
	return { context, shown, logged };
};

it('says the same thing once in a run', () => {
	const [first, second] = [run(), run()];
	for (let item = 0; item < 1_000; item++) hint(first.context, 'a note');
	hint(second.context, 'a note');
	expect([first.shown, first.logged, second.shown]).toEqual([['a note'], ['a note'], ['a note']]);
});

it('shows twenty notes, says that there are more, and logs them all', () => {
	const { context, shown, logged } = run();
	for (let item = 1; item <= 100; item++) hint(context, `note ${item}`);
	expect(shown).toHaveLength(21);
	expect(shown.slice(19)).toEqual([
		'note 20',
		'There are more notes like these: they stand in the log of n8n.',
	]);
	expect(logged).toHaveLength(100);
});
