import { useWorld } from './setup.mts';

const world = useWorld();

const seed = async (count = 1) => {
	const account = await world.openAccount();
	const documents = await world.sandbox.control.seedDocuments(
		account.token,
		Array.from({ length: count }, () => ({})),
	);
	return { account, ids: documents.map(({ id }) => id) };
};

it('deletes the document of each item', async () => {
	const { account, ids } = await seed(3);
	const [kept, ...gone] = ids;
	const { items } = await world.document(
		account,
		'delete',
		{ documentId: '={{ $json.id }}' },
		{ input: gone.map((id) => ({ json: { id } })) },
	);
	expect(items).toEqual(
		gone.map((id, item) => ({ json: { deleted: true, id }, pairedItem: { item } })),
	);
	expect(await world.sandbox.control.documents(account.token)).toMatchObject([{ id: kept }]);
});

it('fails for a document that is not there', async () => {
	const { account } = await seed();
	const { error } = await world.document(account, 'delete', { documentId: 'nothere001' });
	expect(error).toMatchObject({
		name: 'NodeApiError',
		message: 'There is no such document: nothere001 [item 0]',
		httpCode: '404',
		context: { details: { id: 'nothere001' } },
	});
});

it('counts a document that is not there as deleted when the user wants that', async () => {
	const { account } = await seed();
	const { items } = await world.document(account, 'delete', {
		documentId: 'nothere001',
		options: { ignoreMissing: true },
	});
	expect(items).toMatchObject([{ json: { deleted: true, id: 'nothere001' } }]);
});

it('reports a missing permission also then', async () => {
	const { account, ids } = await seed();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'delete',
		status: 403,
		body: { message: 'Not yours.' },
	});
	const { error } = await world.document(account, 'delete', {
		documentId: ids[0] ?? '',
		options: { ignoreMissing: true },
	});
	expect(error).toMatchObject({
		message: 'The account has no permission for this: Not yours. [item 0]',
	});
});

it.each([
	['the connection broke', { reset: 'after' as const }],
	['the answer says 503', { status: 503, when: 'after' as const }],
])(
	'takes the 404 of its second try for success when the first was served: %s',
	async (_case, fault) => {
		const { account, ids } = await seed();
		await world.sandbox.control.addFault({ token: account.token, route: 'delete', ...fault });
		const { items, error } = await world.document(account, 'delete', { documentId: ids[0] ?? '' });
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { deleted: true, id: ids[0] } }]);
		expect((await world.requests(account, 'delete')).at(-1)).toMatchObject({ status: 404 });
	},
);

it('does not take a 404 after a 429 for success', async () => {
	const { account } = await seed();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'delete',
		status: 429,
		retryAfter: 0,
	});
	const { error } = await world.document(account, 'delete', { documentId: 'nothere001' });
	expect(error).toMatchObject({ httpCode: '404' });
});

it('counts a document that is gone, by status 410, as deleted when the user wants that', async () => {
	const { account } = await seed();
	const fault = { token: account.token, route: 'delete', status: 410 };
	const documentId = 'nothere001';
	await world.sandbox.control.addFault({ ...fault, times: 2 });
	const refused = await world.document(account, 'delete', { documentId });
	expect(refused.error?.message).toBe('There is no such document: nothere001: Gone [item 0]');
	const options = { ignoreMissing: true };
	const { items } = await world.document(account, 'delete', { documentId, options });
	expect(items).toMatchObject([{ json: { deleted: true, id: documentId } }]);
});

it('does not take the 404 of a stranger for a document that is missing', async () => {
	const { account, ids } = await seed();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'delete',
		status: 404,
		html: true,
	});
	const { error } = await world.document(account, 'delete', {
		documentId: ids[0] ?? '',
		options: { ignoreMissing: true },
	});
	expect(error?.message).toMatch(/^The request was blocked in front of the service \(status 404\)/);
});

it.each([
	[{ success: false, message: 'Not deleted' }],
	[{ error: 'The document could not be deleted' }],
	[{ message: 'Web page blocked' }],
	[{ status: 'ok' }],
	[[]],
	[{}],
])('does not say that a document is deleted when 200 says %j', async (body) => {
	const { account, ids } = await seed();
	await world.sandbox.control.addFault({
		token: account.token,
		route: 'delete',
		status: 200,
		body,
	});
	const { items, error } = await world.document(account, 'delete', { documentId: ids[0] ?? '' });
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/^The service answered with something else than a confirmation: /);
});

it.each([[''], [{ success: true }], [{ deleted: true }], [{ message: 'Document deleted.' }]])(
	'takes a 200 that says %j for a confirmation',
	async (body) => {
		const { account, ids } = await seed();
		await world.sandbox.control.addFault({
			token: account.token,
			route: 'delete',
			status: 200,
			body,
		});
		const { items } = await world.document(account, 'delete', { documentId: ids[0] ?? '' });
		expect(items).toMatchObject([{ json: { deleted: true, id: ids[0] } }]);
	},
);

it('looks for the document where the answer is no confirmation, and finds it deleted', async () => {
	const { account, ids } = await seed();
	const fault = { token: account.token, route: 'delete', status: 200, body: {} };
	await world.sandbox.control.addFault({ ...fault, when: 'after' });
	const { items } = await world.document(account, 'delete', { documentId: ids[0] ?? '' });
	expect(items).toMatchObject([{ json: { deleted: true, id: ids[0] } }]);
});
