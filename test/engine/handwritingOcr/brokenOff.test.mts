import { useWorld } from './setup.mts';

const world = useWorld();

/** An account with one finished document, whose next answer on a route breaks off half-way. */
const broken = async (route: string, times = 1) => {
	const account = await world.openAccount();
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'scan.png' },
	]);
	await world.sandbox.control.addFault({ token: account.token, route, reset: 'during', times });
	return { account, documentId: document?.id ?? '' };
};

it('a download that breaks off half-way is asked for again', async () => {
	const { account, documentId } = await broken('download');
	const { items, error } = await world.document(account, 'download', { documentId });
	expect(error).toBeUndefined();
	const { data = { data: '', mimeType: '' } } = items[0]?.binary ?? {};
	expect((await world.engine.readBinary(data)).toString()).toContain('text of scan.png, page 1');
	expect(await world.requests(account, 'download')).toHaveLength(2);
});

it('a page image that breaks off half-way is asked for again', async () => {
	const { account, documentId } = await broken('image');
	const { items, error } = await world.document(account, 'downloadImages', { documentId });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(await world.requests(account, 'image')).toHaveLength(2);
});

it('a download that never gets through says what happened', async () => {
	const { account, documentId } = await broken('download', 10);
	const { error } = await world.document(account, 'download', { documentId }, { clockSpeed: 20 });
	expect(error).toMatchObject({
		message: expect.stringMatching(
			/^The connection to 127\.0\.0\.1:\d+ broke off( \(\w+\))? \[item 0\]$/,
		),
		description: 'Try again later; if it lasts, check the network between n8n and the service.',
		context: { details: { id: documentId } },
	});
	expect(await world.requests(account, 'download')).toHaveLength(4);
});

it.each(['get', 'list'])(
	'an answer of the route "%s" that breaks off half-way is asked for again',
	async (route) => {
		const { account, documentId } = await broken(route);
		const { items, error } =
			route === 'get'
				? await world.document(account, 'get', { documentId })
				: await world.document(account, 'getAll');
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { id: documentId, status: 'processed' } }]);
		expect(await world.requests(account, route)).toHaveLength(2);
	},
);

it('an upload whose answer breaks off half-way is found again and not repeated', async () => {
	const { account } = await broken('upload');
	const { items, error } = await world.document(
		account,
		'upload',
		{ waitForCompletion: false },
		{ input: await world.sampleItems('letter.png') },
	);
	expect(error).toBeUndefined();
	const created = (await world.sandbox.control.documents(account.token)).find(
		({ fileName }) => fileName === 'letter.png',
	);
	expect(items).toMatchObject([{ json: { id: created?.id } }]);
	expect(await world.requests(account, 'upload')).toHaveLength(1);
});
