import { useWorld } from './setup.mts';

const world = useWorld();

it('sends the computed fields before the file, and gives what was read', async () => {
	const account = await world.openAccount();
	const templateId = world.template(account, 'Full page');
	const parameters = {
		templateId,
		options: {
			metadata: '{"customer": 4711}',
			fileName: 'bill of May.png',
		},
	};
	const { items, error, hints } = await world.upload(account, parameters, {
		input: await world.named('scan.png'),
		clockSpeed: 20,
	});
	expect(error).toBeUndefined();
	expect(hints).toEqual([]);
	const [record] = await world.control.documents(account.token);
	expect(items).toMatchObject([
		{
			json: {
				id: record?.id,
				service: 'Ocriva',
				fileName: 'bill of May.png',
				action: 'Full page',
				status: 'processed',
				pageCount: 1,
				text: 'text of bill of May.png, page 1',
				fields: {
					text: 'text of bill of May.png, page 1',
					File: 'bill of May.png',
					Page: '1',
				},
				tables: [
					{
						pageNumber: 1,
						tableNumber: 1,
						header: ['Item', 'Amount'],
						rows: [
							['first of bill of May.png, page 1', '1.50'],
							['second', '2.00'],
						],
					},
				],
				records: [],
			},
			pairedItem: { item: 0 },
		},
	]);
	const [request] = await world.requests(account, 'upload');
	expect(request?.fields).toEqual({
		fileName: 'bill of May.png',
		fileType: 'image',
		fileSize: String(request?.fileSize),
		mimeType: 'image/png',
		projectId: account.project,
		templateId,
		metadata: '{"customer":4711}',
	});
	expect(request?.partNames.at(-1)).toBe('file');
});

it.each(['default', 'filesystem'] as const)(
	'sends whole files in the binary mode "%s", and from a URL',
	async (mode) => {
		await world.engine.useBinaryDataMode(mode);
		const account = await world.openAccount();
		const url = `${world.sandbox.url}/samples/two-pages.pdf`;
		const read = await world.upload(
			account,
			{ waitForCompletion: false },
			{ input: await world.named('scan.png') },
		);
		const fetched = await world.upload(account, {
			waitForCompletion: false,
			inputSource: 'url',
			documentUrl: url,
		});
		await world.engine.useBinaryDataMode('filesystem');
		expect([read.error, fetched.error]).toEqual([undefined, undefined]);
		const requests = await world.requests(account, 'upload');
		expect(requests.map(({ fields }) => fields)).toMatchObject([
			{ fileType: 'image', mimeType: 'image/png' },
			{ fileType: 'pdf', mimeType: 'application/pdf', fileName: 'two-pages.pdf' },
		]);
		for (const { fields, fileSize } of requests) expect(fields.fileSize).toBe(String(fileSize));
		// The key is for the service alone.
		const strangers = (await world.sandbox.control.requests()).filter(({ path }) =>
			path.startsWith('/samples'),
		);
		expect(JSON.stringify(strangers)).not.toContain(account.token);
	},
);

it('goes on at once with the id, by which the record is found again', async () => {
	for (const uploadIdIs of ['history', 'upload'] as const) {
		const account = await world.openAccount({ settings: { uploadIdIs, processingTime: 0 } });
		const { items } = await world.upload(
			account,
			{ waitForCompletion: false },
			{ input: await world.named('scan.png') },
		);
		const [record] = await world.control.documents(account.token);
		expect(items).toMatchObject([
			{
				json: {
					id: uploadIdIs === 'history' ? record?.id : record?.uploadId,
					status: 'queued',
					fileName: 'scan.png',
					text: '',
				},
			},
		]);
		await world.finishAll(account, 1);
		const { items: found } = await world.record(account, 'get', {
			recordId: String(items[0]?.json.id),
		});
		expect(found).toMatchObject([
			{ json: { id: record?.id, status: 'processed', text: 'text of scan.png, page 1' } },
		]);
		const exported = await world.record(account, 'export', {
			recordId: String(items[0]?.json.id),
			format: 'json',
			asData: true,
		});
		expect(exported.items).toMatchObject([
			{ json: { id: record?.id, data: { text: 'text of scan.png, page 1' } } },
		]);
	}
});

describe.each(['history', 'upload'] as const)(
	'when the id of an upload is that of the %s',
	(uploadIdIs) => {
		it.each(['organization', 'project'] as const)(
			'waits for each document, with the key of the %s',
			async (key) => {
				const account = await world.openAccount({ settings: { uploadIdIs, processingTime: 500 } });
				const caller =
					key === 'organization'
						? account
						: { ...account, credentials: account.projectCredentials };
				for (const names of [
					['alone.png'],
					['a.png', 'b.png'],
					['same.png', 'same.png', 'c.png', 'd.png', 'e.png'],
				]) {
					const { items, error } = await world.upload(
						caller,
						{},
						{ input: await world.named(...names), clockSpeed: 20 },
					);
					expect(error).toBeUndefined();
					expect(items.map(({ json, pairedItem }) => [json.text, json.status, pairedItem])).toEqual(
						names.map((name, item) => [`text of ${name}, page 1`, 'processed', { item }]),
					);
				}
				const records = await world.control.documents(account.token);
				expect(records).toHaveLength(8);
			},
		);

		it('gives each item the record that is its own', async () => {
			const account = await world.openAccount({ settings: { uploadIdIs } });
			const { items } = await world.upload(
				account,
				{ output: 'raw' },
				{ input: await world.named('same.png', 'same.png', 'same.png'), clockSpeed: 20 },
			);
			expect(new Set(items.map(({ json }) => json.id))).toEqual(
				new Set((await world.control.documents(account.token)).map(({ id }) => id)),
			);
		});
	},
);

it.each([
	['refuses 100 entries a page', { maxLimit: 10 }],
	['cuts pages to fewer entries', { maxLimit: 10, largerLimit: 'cut' as const }],
	['lists the oldest first', { order: 'oldest' as const }],
	['lists without results', { resultInLists: false }],
	['gives null for what is missing', { absentFields: 'null' as const }],
])('waits for many documents of a service that %s', async (_case, settings) => {
	const account = await world.openAccount({
		settings: { ...settings, uploadIdIs: 'upload', processingTime: 1_000 },
	});
	await world.control.seedDocuments(
		account.token,
		Array.from({ length: 25 }, (_, number) => ({ fileName: `older ${number}.pdf` })),
	);
	const { items, error } = await world.upload(
		account,
		{},
		{ input: await world.manyItems(12), clockSpeed: 20 },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.text)).toEqual(
		Array.from({ length: 12 }, (_, number) => `text of page ${number}.png, page 1`),
	);
});

it('takes the only project that the key reaches, and asks for one where there are several', async () => {
	const account = await world.openAccount();
	const own = await world.upload(
		{ ...account, credentials: account.projectCredentials },
		{ projectId: '' },
		{ input: await world.named('a.png', 'b.png'), clockSpeed: 20 },
	);
	expect(own.items).toHaveLength(2);
	expect(await world.requests(account, 'projects')).toHaveLength(1);
	const { error } = await world.upload(
		account,
		{ projectId: '' },
		{ input: await world.named('a.png') },
	);
	expect(error).toMatchObject({
		message: 'No project was named, and the API key reaches several [item 0]',
		description: 'Choose one under "Project": "Front office", "Archive". Nothing was sent.',
	});
	expect(await world.requests(account, 'upload')).toHaveLength(2);
});

it('waits at the pace of 60 requests a minute, and is never refused', async () => {
	const account = await world.openAccount({
		settings: {
			processingTime: 5_000,
			rateLimit: {
				requests: 60,
				seconds: 60,
				retryAfter: 'seconds',
				headers: true,
				window: 'clock',
				reset: 'always',
			},
		},
	});
	const { items, error } = await world.upload(account, {}, { input: await world.manyItems(30) });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(30);
	const requests = await world.requests(account);
	expect(requests.map(({ status }) => status)).not.toContain(429);
	// Thirty uploads, and a look at all of them every three seconds.
	expect(requests.length).toBeLessThanOrEqual(30 + 20);
});

it('makes no more requests than a window has, and goes on in the next', async () => {
	const account = await world.openAccount({
		settings: {
			rateLimit: {
				requests: 8,
				seconds: 60,
				retryAfter: 'seconds',
				headers: true,
				window: 'clock',
				reset: 'always',
			},
		},
	});
	const { items, error } = await world.upload(
		account,
		{ waitForCompletion: false, options: { concurrency: 5 } },
		// Begins with a window, so that none ends while requests are under way.
		{
			input: await world.manyItems(20),
			clockSpeed: 200,
			startAt: Date.UTC(2026, 2, 5, 14, 49, 1),
		},
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(20);
	// Until the first answer has told the window, five are under way.
	expect((await world.requests(account)).filter(({ status }) => status === 429)).toEqual([]);
});
