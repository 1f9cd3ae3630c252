import { everythingIn } from '../harness/index.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

const upload = (parameters = {}) => ({
	type: 'handwritingOcr',
	clockSpeed: 20,
	parameters: {
		resource: 'document',
		operation: 'upload',
		documentAction: 'transcribe',
		...parameters,
	},
});

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await world.engine.useBinaryDataMode(mode));

	it('uploads, waits, and gives one paired item for each input item, in order', async () => {
		const { credentials } = await world.openAccount();
		const input = await world.sampleItems('letter.png', 'two-pages.pdf', 'receipt.jpg');
		const { status, error, items } = await world.engine.run({ ...upload(), credentials, input });
		expect([status, error]).toEqual(['success', undefined]);
		expect(items).toMatchObject([
			{
				json: { fileName: 'letter.png', status: 'processed', pageCount: 1 },
				pairedItem: { item: 0 },
			},
			{
				json: { fileName: 'two-pages.pdf', status: 'processed', pageCount: 2 },
				pairedItem: { item: 1 },
			},
			{
				json: { fileName: 'receipt.jpg', status: 'processed', pageCount: 1 },
				pairedItem: { item: 2 },
			},
		]);
		expect(items[1]?.json).toMatchObject({
			action: 'transcribe',
			text: 'text of two-pages.pdf, page 1\n\ntext of two-pages.pdf, page 2',
		});
	});

	it('takes the file from a field named by an expression', async () => {
		const { credentials } = await world.openAccount();
		const scan = await world.sample('letter.png');
		const input = [{ json: { field: 'scan' }, binary: { scan } }];
		const spec = upload({ inputDataFieldName: '={{ $json.field }}' });
		const { items } = await world.engine.run({ ...spec, credentials, input });
		expect(items).toMatchObject([
			{ json: { fileName: 'letter.png', text: 'text of letter.png, page 1' } },
		]);
	});

	it('takes the file itself from an expression', async () => {
		const { credentials } = await world.openAccount();
		const scan = await world.sample('letter.png');
		const spec = upload({ inputDataFieldName: '={{ $input.item.binary.scan }}' });
		const { items } = await world.engine.run({
			...spec,
			credentials,
			input: [{ json: {}, binary: { scan } }],
		});
		expect(items).toMatchObject([{ json: { fileName: 'letter.png', status: 'processed' } }]);
	});
});

it('sends the document once and its file whole', async () => {
	const { credentials, token } = await world.openAccount();
	await world.engine.run({
		...upload(),
		credentials,
		input: await world.sampleItems('letter.png'),
	});
	const uploads = (await world.sandbox.control.requests(token)).filter(
		({ route }) => route === 'upload',
	);
	expect(uploads).toMatchObject([
		{ method: 'POST', fileName: 'letter.png', fields: { action: 'transcribe' } },
	]);
	const { bytes } = await world.sample('letter.png');
	expect(uploads[0]?.fileSize).toBe(bytes);
});

it('does not wait when told so', async () => {
	const { credentials } = await world.openAccount();
	const input = await world.sampleItems('letter.png');
	const { items } = await world.engine.run({
		...upload({ waitForCompletion: false }),
		credentials,
		input,
	});
	expect(items).toMatchObject([{ json: { id: expect.any(String) }, pairedItem: { item: 0 } }]);
});

it('sends failed items to the error output, with the reason and the pairing', async () => {
	const { credentials } = await world.openAccount({ balance: 1 });
	const input = await world.sampleItems('two-pages.pdf', 'letter.png');
	const spec = {
		...upload({ options: { concurrency: 1 } }),
		onError: 'continueErrorOutput' as const,
	};
	const { status, items, errorItems } = await world.engine.run({ ...spec, credentials, input });
	expect(status).toBe('success');
	expect(items).toMatchObject([{ json: { fileName: 'letter.png' }, pairedItem: { item: 1 } }]);
	expect(errorItems).toMatchObject([
		{ json: { error: expect.stringMatching(/credit/i) }, pairedItem: { item: 0 } },
	]);
});

it('ends with an error that names the item when it may not continue', async () => {
	const { credentials } = await world.openAccount({ balance: 1 });
	const input = await world.sampleItems('letter.png', 'two-pages.pdf');
	const { status, error, items } = await world.engine.run({
		...upload({ options: { concurrency: 1 } }),
		credentials,
		input,
	});
	expect([status, items]).toEqual(['error', []]);
	expect(error?.name).toMatch(/^Node(Api|Operation)Error$/);
	expect(error).toMatchObject({
		message: expect.stringMatching(/ \[item 1\]$/),
		context: { itemIndex: 1 },
	});
});

it('ends at once when the execution is cancelled while documents are open', async () => {
	const { credentials } = await world.openAccount({ settings: { processingTime: 600_000 } });
	const input = await world.sampleItems('letter.png');
	const { status, items } = await world.engine.run({
		...upload(),
		credentials,
		input,
		cancelAfter: 300,
	});
	expect([status, items]).toEqual(['canceled', []]);
});

it('shows the token neither in output nor in logs', async () => {
	const { credentials, token } = await world.openAccount({ balance: 1 });
	const input = await world.sampleItems('letter.png', 'two-pages.pdf');
	const { raw, logs } = await world.engine.run({ ...upload(), credentials, input });
	expect(raw.status).toBe('error');
	expect(await world.requests({ token }, 'upload')).not.toEqual([]);
	expect(everythingIn([raw, logs])).toContain('two-pages.pdf');
	expect(everythingIn([raw, logs])).not.toContain(token.split('|')[1]);
});
