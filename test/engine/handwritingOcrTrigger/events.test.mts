import type { INodeParameters } from 'n8n-workflow';
import type { SeedInput } from '../../../sandbox/client.mts';
import { openTrigger, SECRET, useWorld } from './setup.mts';

const world = useWorld();

const letter: SeedInput = { fileName: 'Letter 7.PDF', action: 'transcribe' };
const table: SeedInput = { fileName: 'invoice.png', action: 'tables' };
const form: SeedInput = { fileName: 'form.jpg', action: 'extractor' };
const broken: SeedInput = {
	fileName: 'Letter 8.pdf',
	action: 'transcribe',
	status: 'failed',
	error: 'too dark',
};
const all = { letter, table, form, broken };

type Row = [name: string, parameters: INodeParameters, passes: Array<keyof typeof all>];

const rows: Row[] = [
	['nothing set', {}, ['letter', 'table', 'form', 'broken']],
	['processed', { events: ['processed'] }, ['letter', 'table', 'form']],
	['failed', { events: ['failed'] }, ['broken']],
	['both', { events: ['failed', 'processed'] }, ['letter', 'table', 'form', 'broken']],
	['one action', { filters: { documentAction: ['tables'] } }, ['table']],
	['two actions', { filters: { documentAction: ['tables', 'extractor'] } }, ['table', 'form']],
	['no action', { filters: { documentAction: [] } }, ['letter', 'table', 'form', 'broken']],
	['a file name in other letters', { filters: { fileName: ' letter ' } }, ['letter', 'broken']],
	['an extension', { filters: { fileName: '.pdf' } }, ['letter', 'broken']],
	['a file name that looks like a pattern', { filters: { fileName: 'l.tter' } }, []],
	['an empty file name', { filters: { fileName: '' } }, ['letter', 'table', 'form', 'broken']],
	[
		'everything',
		{ events: ['failed'], filters: { documentAction: ['transcribe'], fileName: '8' } },
		['broken'],
	],
	['an expression', { filters: { fileName: '={{ "inv" + "oice" }}' } }, ['table']],
];

describe.each([
	['signed', SECRET, true],
	['signed, without results', SECRET, false],
	['not signed', undefined, true],
])('deliveries that are %s', (_name, webhookSecret, results) => {
	it.each(rows)('pass by events and filters: %s', async (_row, parameters, passes) => {
		const fixture = await openTrigger(world, { webhookSecret, parameters });
		const passed: string[] = [];
		for (const [name, input] of Object.entries(all)) {
			const document = await fixture.seed(input);
			expect(await fixture.announce(document, { results })).toBe(200);
			const run = (await fixture.runs(Object.keys(all).indexOf(name) + 1)).at(-1);
			expect(run?.error).toBeUndefined();
			// What the trigger is not set to starts no run at all.
			expect(run?.items.length).toBe(passes.some((pass) => pass === name) ? 1 : undefined);
			if (run) passed.push(name);
		}
		expect(passed.sort()).toEqual([...passes].sort());
	});
});

it('a filter that a short delivery says nothing about is held against the API', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { filters: { fileName: 'invoice', documentAction: ['tables'] } },
	});
	const [wanted, other] = [await fixture.seed(table), await fixture.seed(letter)];
	expect(await fixture.emitted({ id: other.id, status: 'processed' })).toEqual([]);
	expect(await fixture.emitted({ id: wanted.id, status: 'processed' })).toMatchObject([
		{ json: { fileName: 'invoice.png' } },
	]);
});

it('an event that the API corrects is not passed', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { events: ['processed'], options: { confirmWithApi: true } },
	});
	const { id } = await fixture.seed(broken);
	expect(
		await fixture.emitted({
			id,
			status: 'processed',
			results: [{ page_number: 1, transcript: 'no' }],
		}),
	).toEqual([]);
	expect(await fixture.calls()).toEqual(['get']);
});

it('a setting that cannot be read is shown by the run', async () => {
	const fixture = await openTrigger(world, {
		webhookSecret: SECRET,
		parameters: { output: '={{ "sheets" }}' },
	});
	const { error } = await fixture.run({
		id: 'abc123',
		status: 'processed',
		results: [{ page_number: 1, transcript: 'text' }],
	});
	expect(error).toMatchObject({
		message: expect.stringContaining('"sheets" is not a valid value for "Output"'),
	});
});
