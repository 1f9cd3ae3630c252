import { useWorld } from './setup.mts';

const world = useWorld();

const fast = { clockSpeed: 20 };

/** Two files that are read, and between them one that the service cannot read. */
const mixed = async () =>
	await Promise.all(
		['letter.png', 'fail.png', 'receipt.png'].map(async (name) => ({
			json: { name },
			binary: { data: await world.sample('letter.png', name) },
		})),
	);

const failedId = async (token: string) =>
	(await world.sandbox.control.documents(token)).find(({ status }) => status === 'failed')?.id;

const nextStep =
	'Check that the file opens and is readable, then upload it again. The service gives the credits of failed pages back.';

it('ends the run with the reason, the id, and what was paid for already', async () => {
	const account = await world.openAccount();
	const { error, status, items } = await world.document(
		account,
		'upload',
		{},
		{ ...fast, input: await mixed() },
	);
	const id = await failedId(account.token);
	const documents = await world.sandbox.control.documents(account.token);
	expect([status, items]).toEqual(['error', []]);
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: `Document ${id} ("fail.png") could not be processed: The document could not be read. (status: failed) [item 1]`,
		context: { itemIndex: 1, details: { id, status: 'failed' } },
	});
	expect(error).toHaveProperty(
		'description',
		expect.stringContaining(`${nextStep} Already uploaded in this run: `),
	);
	// The one that failed has no result to fetch.
	expect(error).toHaveProperty('description', expect.not.stringContaining(`${id} (`));
	for (const document of documents.filter(({ status }) => status === 'processed'))
		expect(error).toHaveProperty(
			'description',
			expect.stringContaining(`${document.id} (${document.fileName})`),
		);
});

it('gives an error item in its place with "continue"', async () => {
	const account = await world.openAccount();
	const { status, items } = await world.document(
		account,
		'upload',
		{},
		{ ...fast, input: await mixed(), onError: 'continueRegularOutput' },
	);
	const id = await failedId(account.token);
	expect(status).toBe('success');
	expect(items).toMatchObject([
		{ json: { fileName: 'letter.png', status: 'processed' }, pairedItem: { item: 0 } },
		{
			json: {
				error: `Document ${id} ("fail.png") could not be processed: The document could not be read. (status: failed)`,
				message: nextStep,
				details: { id, status: 'failed' },
			},
			pairedItem: { item: 1 },
		},
		{ json: { fileName: 'receipt.png', status: 'processed' }, pairedItem: { item: 2 } },
	]);
});

it('sends the error item to the error output, with the id of the document', async () => {
	const account = await world.openAccount();
	const { status, items, errorItems } = await world.document(
		account,
		'upload',
		{},
		{ ...fast, input: await mixed(), onError: 'continueErrorOutput' },
	);
	const id = await failedId(account.token);
	expect(status).toBe('success');
	expect(items).toMatchObject([
		{ json: { fileName: 'letter.png' }, pairedItem: { item: 0 } },
		{ json: { fileName: 'receipt.png' }, pairedItem: { item: 2 } },
	]);
	expect(errorItems).toMatchObject([
		{
			json: { error: expect.stringContaining(`Document ${id}`), message: nextStep },
			pairedItem: { item: 1 },
		},
	]);
});

it.each([
	['refused because of its type', { status: 415 }, /does not take/],
	[
		'refused because of the plan',
		{ status: 403, body: { error: 'Upgrade your plan to extract tables' } },
		/Upgrade your plan/,
	],
])('lets the other items go on when one upload is %s', async (_case, fault, message) => {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'upload',
		skip: 1,
		...fault,
	});
	const { items, errorItems } = await world.document(
		account,
		'upload',
		{ options: { concurrency: 1 } },
		{ ...fast, input: await mixed(), onError: 'continueErrorOutput' },
	);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(errorItems).toEqual([
		{
			json: {
				name: 'fail.png',
				error: expect.stringMatching(message),
				message: expect.stringMatching(/./),
			},
			pairedItem: { item: 1 },
		},
	]);
});

it('starts no further upload once an item has ended the run', async () => {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'upload',
		skip: 1,
		status: 415,
	});
	const { error } = await world.document(
		account,
		'upload',
		{ options: { concurrency: 1 } },
		{ ...fast, input: await mixed() },
	);
	const [paid] = await world.sandbox.control.documents(account.token);
	expect(error).toMatchObject({
		context: { itemIndex: 1 },
		description: expect.stringContaining(
			`Already uploaded in this run: ${paid?.id} (letter.png). Fetch these with the operation "Wait" instead of uploading them again.`,
		),
	});
	expect(await world.requests(account, 'upload')).toHaveLength(2);
});

it('says nothing of paid documents when there are none', async () => {
	const account = await world.openAccount();
	await world.sandbox.control.addFault({ token: account.token, route: 'upload', status: 415 });
	const { error } = await world.document(
		account,
		'upload',
		{},
		{ ...fast, input: await world.sampleItems('letter.png') },
	);
	expect(error).toMatchObject({
		description:
			'Use a PDF, JPG, PNG, TIFF, HEIC or GIF, and check that the file really is what its name says.',
	});
});
