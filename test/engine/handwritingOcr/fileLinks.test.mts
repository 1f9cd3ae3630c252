import { useWorld } from './setup.mts';

const world = useWorld();

const seed = async () => {
	const account = await world.openAccount();
	const [document] = await world.sandbox.control.seedDocuments(account.token, [
		{ fileName: 'letter.pdf', pageCount: 2 },
	]);
	return { account, documentId: document?.id ?? '' };
};

const linked = (linkExpiresAfter: number | string) => ({ options: { linkExpiresAfter } });

afterEach(async () => await world.engine.useBinaryDataMode('filesystem'));

describe.each([
	['download', 'data', 1],
	['downloadImages', 'image', 2],
] as const)('Link Expires After, of %s', (operation, field, count) => {
	const run = async (parameters: object, options = {}) => {
		const { account, documentId } = await seed();
		const more = { documentId, outputDataFieldName: field, ...parameters };
		const result = await world.document(account, operation, more, options);
		return { ...result, requests: await world.requests(account) };
	};

	it('gives a link to each file, which anybody can open for so long', async () => {
		const { items, error } = await run(linked(15));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
		for (const { json, binary } of items) {
			const { bytes, endsAt } = await world.engine.openLink(json.link);
			const file = binary?.[field] ?? { data: '', mimeType: '' };
			expect(bytes.equals(await world.engine.readBinary(file))).toBe(true);
			expect(json.linkExpiresAt).toBe(endsAt);
		}
	});

	it('gives none without the option', async () => {
		const { items } = await run({});
		expect(items).toHaveLength(count);
		for (const { json } of items) expect(Object.keys(json)).not.toContain('link');
	});

	it('is refused where n8n keeps files in memory', async () => {
		await world.engine.useBinaryDataMode('default');
		const { error } = await run(linked(15));
		expect(error).toMatchObject({
			message: 'n8n keeps its files in memory, where no link leads [item 0]',
			description: expect.stringMatching(
				/^Remove the option "Link Expires After \(Minutes\)", or have n8n store files with N8N_DEFAULT/,
			),
		});
	});

	it('is refused without an execution, before anything is asked of the service', async () => {
		const { error, requests } = await run(linked(15), { withoutExecution: true });
		expect(error).toMatchObject({
			message:
				'There is no link to a file without an execution, as in calls through the MCP Server Trigger [item 0]',
			description: 'Remove the option "Link Expires After (Minutes)".',
		});
		expect(requests).toEqual([]);
	});

	it.each([0, 1.5, 50_000, '={{ "soon" }}'])('takes no %s minutes', async (minutes) => {
		const { error, requests } = await run(linked(minutes));
		expect(error?.message).toMatch(/"Link Expires After \(Minutes\)" .* has to be a whole number/);
		expect(requests).toEqual([]);
	});
});

it('reaches a model, which is handed no files', async () => {
	const { account, documentId } = await seed();
	const { items } = await world.engine.run({
		type: 'handwritingOcrTool',
		credentials: account.credentials,
		parameters: {
			operation: 'download',
			documentId: { __rl: true, mode: 'id', value: documentId },
			...linked(15),
		},
	});
	expect(items[0]?.binary).toBeUndefined();
	const { bytes } = await world.engine.openLink(items[0]?.json.link);
	expect(bytes.toString()).toContain('text of letter.pdf, page 1');
});
