import type { INodeParameters } from 'n8n-workflow';
import type { FaultInput } from '../../../sandbox/client.mts';
import { until } from '../../support/until.mts';
import { useWorld } from './setup.mts';

const world = useWorld();

describe('many records', () => {
	it.each([
		['refuses 100 entries a page', { maxLimit: 10 }],
		['cuts pages to fewer entries', { maxLimit: 7, largerLimit: 'cut' as const }],
		['lists the oldest first', { order: 'oldest' as const }],
	])('come all, each once, from a service that %s', async (_case, settings) => {
		const account = await world.openAccount({ settings });
		const seeded = await world.control.seedDocuments(
			account.token,
			Array.from({ length: 123 }, (_, number) => ({
				fileName: `page ${number}.pdf`,
				createdAt: 1_760_000_000_000 + number,
			})),
		);
		const { items, error } = await world.record(account, 'getAll', { returnAll: true });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(123);
		expect(new Set(items.map(({ json }) => json.id))).toEqual(new Set(seeded.map(({ id }) => id)));
		expect((await world.record(account, 'getAll', { limit: 15 })).items).toHaveLength(15);
	});

	it('of several states are the newest of all', async () => {
		const account = await world.openAccount();
		const at = (minute: number) => Date.parse('2026-05-04T08:00:00Z') + minute * 60_000;
		await world.control.seedDocuments(
			account.token,
			['in_progress', 'failed', 'pending', 'queued', 'failed', 'completed'].map(
				(status, minute) => ({ fileName: `${minute} ${status}`, status, createdAt: at(minute) }),
			),
		);
		const list = async (status: string[], limit: number) =>
			(await world.record(account, 'getAll', { limit, filters: { status } })).items.map(
				({ json }) => [json.fileName, json.status],
			);
		expect(await list(['failed', 'processed'], 2)).toEqual([
			['5 completed', 'processed'],
			['4 failed', 'failed'],
		]);
		expect(await list(['failed', 'queued'], 3)).toEqual([
			['4 failed', 'failed'],
			['3 queued', 'queued'],
			['2 pending', 'queued'],
		]);
		expect(await list(['processing'], 9)).toEqual([['0 in_progress', 'processing']]);
		expect((await list(['queued', 'processing', 'processed', 'failed'], 9)).length).toBe(6);
		expect(
			(await world.requests(account, 'list')).map(({ path }) =>
				new URL(path, 'http://x').searchParams.get('status'),
			),
		).toEqual([null, 'pending', 'queued', 'failed', 'in_progress', null]);
	});

	it('whose file is gone are processed', async () => {
		const account = await world.openAccount();
		await world.seed(account, { status: 'retention_expired' });
		const { items } = await world.record(account, 'getAll', {
			filters: { status: ['processed'] },
		});
		expect(items).toMatchObject([{ json: { status: 'processed' } }]);
	});

	it('come all from a state that others leave while it is read', async () => {
		const account = await world.openAccount({ settings: { maxLimit: 10 } });
		await world.control.seedDocuments(
			account.token,
			Array.from({ length: 30 }, (_, number) => ({
				fileName: `page ${number}.pdf`,
				status: 'in_progress',
			})),
		);
		await world.control.addFault({ token: account.token, route: 'list', delay: 300, skip: 2 });
		const finishSome = async () => {
			await until(async () => (await world.requests(account, 'list')).length >= 3);
			const records = await world.control.documents(account.token);
			for (const { id } of records.slice(-5))
				await world.control.finishDocument(account.token, { id });
		};
		const [{ items }] = await Promise.all([
			world.record(account, 'getAll', {
				returnAll: true,
				filters: { status: ['processing'] },
			}),
			finishSome(),
		]);
		expect(new Set(items.map(({ json }) => json.fileName)).size).toBe(30);
	});

	it('come as they are, or as documents', async () => {
		const account = await world.openAccount();
		const id = await world.seed(account, { processingResult: { town: 'Ulm' } });
		const asked = (output: string) => world.record(account, 'getAll', { output });
		expect((await asked('raw')).items).toMatchObject([
			{
				json: {
					id,
					uploadId: expect.any(String),
					fileUrl: expect.any(String),
					startedAt: expect.any(String),
					completedAt: expect.any(String),
					processingResult: { town: 'Ulm' },
				},
			},
		]);
		expect((await asked('document')).items).toMatchObject([
			{ json: { id, fields: { town: 'Ulm' } } },
		]);
		expect((await asked('rows')).error?.message).toMatch(
			/^"rows" is not a valid value for "Output"/,
		);
	});

	it('come by no more than are wanted', async () => {
		const account = await world.openAccount();
		await world.record(account, 'getAll', { limit: 5 });
		await world.record(account, 'getAll', { limit: 5, filters: { toDate: '2026-05-04' } });
		await world.record(account, 'getAll', { returnAll: true });
		expect(
			(await world.requests(account, 'list')).map(({ path }) => /limit=(\d+)/.exec(path)?.[1]),
		).toEqual(['5', '100', '100']);
	});

	it('without an id come too', async () => {
		const account = await world.openAccount();
		await world.control.addFault({
			token: account.token,
			route: 'list',
			status: 200,
			body: {
				data: [{ fileName: 'a' }, null, { fileName: 'b' }, { id: '7', fileName: 'c' }],
				pagination: { page: 1, limit: 100, total: 3, pages: 1 },
			},
		});
		const { items } = await world.record(account, 'getAll');
		expect(items.map(({ json }) => json.fileName)).toEqual(['a', 'b', 'c']);
	});

	it.each([
		[
			"a whole day of the workflow's zone",
			{ fromDate: '2026-05-04', toDate: '2026-05-04' },
			['first of the day', 'last of the day'],
		],
		[
			'a day as the picker gives it',
			{ fromDate: '2026-05-04T00:00:00', toDate: '2026-05-04T00:00:00' },
			['first of the day', 'last of the day'],
		],
		[
			'up to a moment',
			{ toDate: '2026-05-03T22:00:00Z' },
			['before', 'first of the day', 'last of the day'],
		],
		[
			'up to a moment within the day',
			{ toDate: '2026-05-03T23:00:00Z' },
			['before', 'first of the day'],
		],
		['from a moment', { fromDate: '2026-05-04T23:30:00' }, ['last of the day', 'after']],
		['from a day', { fromDate: '2026-05-05' }, ['after']],
	])('of a time: %s', async (_case, filters, expected) => {
		const account = await world.openAccount({ settings: { order: 'oldest' } });
		const moments = {
			before: '2026-05-03T21:59:59.999Z',
			'first of the day': '2026-05-03T22:00:00Z',
			'last of the day': '2026-05-04T21:59:59.999Z',
			after: '2026-05-04T22:00:00Z',
		};
		await world.control.seedDocuments(
			account.token,
			Object.entries(moments).map(([fileName, createdAt]) => ({ fileName, createdAt })),
		);
		const { items, error } = await world.record(
			account,
			'getAll',
			{ filters },
			{ settings: { timezone: 'Europe/Berlin' } },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.fileName)).toEqual(expected);
	});
});

describe('one record', () => {
	it.each(['error', 'errorMessage', 'message'] as const)(
		'that failed says why, under "%s"',
		async (errorKey) => {
			const account = await world.openAccount({ settings: { errorKey } });
			const id = await world.seed(account, { status: 'failed', error: 'Blurred beyond reading' });
			const { items } = await world.record(account, 'get', { recordId: id });
			expect(items).toMatchObject([
				{ json: { id, status: 'failed', text: '', failureReason: 'Blurred beyond reading' } },
			]);
			const { error } = await world.record(account, 'export', { recordId: id });
			expect(error).toMatchObject({
				message: `The document of record ${id} ("seeded.pdf") could not be processed: Blurred beyond reading (status: failed) [item 0]`,
				description:
					'Check that the file opens and is readable, and that the template suits it, then upload it again.',
			});
			expect(await world.requests(account, 'export')).toHaveLength(1);
		},
	);

	it('that is not finished is not exported', async () => {
		const account = await world.openAccount();
		const id = await world.seed(account, { status: 'in_progress' });
		const { error } = await world.record(account, 'export', { recordId: id });
		expect(error).toMatchObject({
			message: `Record ${id} ("seeded.pdf") is not finished yet (status: in_progress) [item 0]`,
			description:
				'Upload with "Wait for Completion", put a Wait node before this one, or start from the Ocriva Trigger.',
		});
		expect(await world.requests(account, 'export')).toHaveLength(1);
	});

	it('whose file is gone keeps its result', async () => {
		const account = await world.openAccount();
		const id = await world.seed(account, {
			status: 'retention_expired',
			processingResult: { town: 'Ulm' },
		});
		expect((await world.record(account, 'get', { recordId: id })).items).toMatchObject([
			{ json: { status: 'processed', fields: { town: 'Ulm' }, text: 'town: Ulm' } },
		]);
		expect(
			(await world.record(account, 'export', { recordId: id, format: 'json', asData: true })).items,
		).toMatchObject([{ json: { format: 'json', data: { town: 'Ulm' } } }]);
	});

	it.each([
		['Full page', 'json', expect.objectContaining({ text: expect.stringContaining('seeded.pdf') })],
		['Price list', 'csv', expect.stringContaining('Item')],
		['Plain text', 'text', expect.stringContaining('text of seeded.pdf')],
	])('comes as data in the format of its template: %s', async (name, format, data) => {
		const account = await world.openAccount();
		const id = await world.seed(account, { templateId: world.template(account, name) });
		const { items, error } = await world.record(account, 'export', { recordId: id, asData: true });
		expect(error).toBeUndefined();
		expect(items).toMatchObject([{ json: { id, service: 'Ocriva', format, data } }]);
		expect(await world.requests(account)).toHaveLength(1);
		expect(items[0]).not.toHaveProperty('binary');
	});

	it('of a template in a binary format is no data', async () => {
		const account = await world.openAccount();
		const id = await world.seed(account, { templateId: world.template(account, 'Letters') });
		const { error } = await world.record(account, 'export', {
			recordId: id,
			projectId: account.otherProject,
			asData: true,
		});
		expect(error?.message).toBe('A Word file cannot be put into the item as data [item 0]');
	});

	/** Exports a record while the service answers with something of the test's own. */
	const exportAnswered = async (fault: Partial<FaultInput>, parameters: INodeParameters) => {
		const account = await world.openAccount();
		const recordId = await world.seed(account);
		const { token } = account;
		await world.control.addFault({ token, route: 'export', status: 200, ...fault });
		const result = await world.record(account, 'export', { recordId, ...parameters });
		return { ...result, recordId };
	};

	it('is not exported as a PDF when something else came', async () => {
		const fault = { body: 'Back in five minutes' };
		const { error, items, recordId } = await exportAnswered(fault, { format: 'pdf' });
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			`The service gave plain text instead of the file "${recordId}.pdf" [item 0]`,
		);
	});

	it.each(['text/html', 'application/json'])(
		'is a PDF by its first bytes, labelled %s',
		async (contentType) => {
			const fault = { body: '%PDF-1.7', contentType };
			const { error, items } = await exportAnswered(fault, { format: 'pdf' });
			expect(error).toBeUndefined();
			expect(items).toMatchObject([{ binary: { data: { mimeType: 'application/pdf' } } }]);
		},
	);

	it.each([false, true])('is no web page without a label, in the item: %p', async (asData) => {
		const fault = { html: true, contentType: 'application/octet-stream' };
		const { error, items, recordId } = await exportAnswered(fault, { format: 'text', asData });
		expect(items).toEqual([]);
		const name = asData ? recordId : `${recordId}.txt`;
		expect(error?.message).toBe(
			`The service gave a web page instead of the file "${name}" [item 0]`,
		);
	});

	it.each(['default', 'filesystem'] as const)(
		'is exported whole in the binary mode "%s", also when the answer breaks off once',
		async (mode) => {
			await world.engine.useBinaryDataMode(mode);
			const account = await world.openAccount({ settings: { downloadSize: 3_000_000 } });
			const id = await world.seed(account, { fileName: 'Größe, "Höhe".pdf' });
			await world.control.addFault({ token: account.token, route: 'export', reset: 'during' });
			const { items, error } = await world.record(account, 'export', {
				recordId: id,
				format: 'text',
				outputDataFieldName: 'result',
			});
			const file = items[0]?.binary?.result;
			const content = file && (await world.engine.readBinary(file));
			await world.engine.useBinaryDataMode('filesystem');
			expect(error).toBeUndefined();
			expect(file).toMatchObject({ fileName: 'Größe, "Höhe".txt', mimeType: 'text/plain' });
			expect(content?.length).toBeGreaterThanOrEqual(3_000_000);
		},
	);
});

describe('pickers', () => {
	const search = async (
		account: { credentials: object },
		method: string,
		filter?: string,
		parameters = {},
		token?: string,
	) =>
		await world.engine.listSearch(
			{ type: 'ocriva', credentials: account.credentials as never, parameters },
			method,
			filter,
			token,
		);

	it('list projects, and the templates of the chosen one that are in use', async () => {
		const account = await world.openAccount();
		const inProject = { projectId: { __rl: true, mode: 'list', value: account.project } };
		expect((await search(account, 'searchProjects')).results).toEqual([
			{ name: 'Archive', value: account.otherProject },
			{ name: 'Front office', value: account.project },
		]);
		expect(
			(await search(account, 'searchProjects', 'FRONT')).results.map(({ name }) => name),
		).toEqual(['Front office']);
		expect(
			(await search(account, 'searchTemplates', undefined, inProject)).results.map(
				({ name }) => name,
			),
		).toEqual(['Full page', 'Membership form', 'Plain text', 'Price list']);
		expect((await search(account, 'searchTemplates', 'letter')).results).toEqual([
			{ name: 'Letters', value: world.template(account, 'Letters') },
		]);
	});

	it('say what is missing', async () => {
		const account = await world.openAccount();
		await expect(search(account, 'searchRecords')).rejects.toThrow(
			'No project was named: projectId is required when an organization token is used',
		);
		const wrong = {
			credentials: { ocrivaApi: { ...account.credentials.ocrivaApi, apiKey: 'ocr_wrong' } },
		};
		for (const method of ['searchProjects', 'searchTemplates'])
			await expect(search(wrong, method)).rejects.toThrow(
				'The API key is not valid: Invalid API key',
			);
	});

	it('find a name in each Unicode form, in the list and in the picker', async () => {
		const account = await world.openAccount();
		const inProject = { projectId: { __rl: true, mode: 'id', value: account.project } };
		const forms = ['NFC', 'NFD'] as const;
		for (const form of forms)
			await world.seed(account, { fileName: `Übung ${form}.pdf`.normalize(form) });
		await world.seed(account, { fileName: 'Ubung.pdf' });
		const namesIn = (names: unknown[]) =>
			names.map((name) => /NF[CD]/.exec(String(name))?.[0]).sort();
		for (const form of forms) {
			const wanted = 'übung'.normalize(form);
			const { items } = await world.record(account, 'getAll', { filters: { search: wanted } });
			expect(namesIn(items.map(({ json }) => json.fileName))).toEqual(forms);
			const { results } = await search(account, 'searchRecords', wanted, inProject);
			expect(namesIn(results.map(({ name }) => name))).toEqual(forms);
		}
	});

	it('list records page by page, and look for a name', async () => {
		const account = await world.openAccount({ settings: { maxLimit: 10 } });
		const inProject = { projectId: { __rl: true, mode: 'list', value: account.project } };
		const seeded = await world.control.seedDocuments(
			account.token,
			Array.from({ length: 130 }, (_, number) => ({
				fileName: `page ${number}.pdf`,
				createdAt: Date.parse('2026-05-04T08:00:00Z'),
			})),
		);
		const results: Array<{ value: unknown }> = [];
		let token: unknown;
		do {
			const page = await search(
				account,
				'searchRecords',
				undefined,
				inProject,
				token === undefined ? undefined : String(token),
			);
			results.push(...page.results);
			token = page.paginationToken;
		} while (token !== undefined);
		expect(results.map(({ value }) => value)).toEqual(seeded.map(({ id }) => id).toReversed());
		// Records carry their results, so a page of the picker has few.
		expect(await world.requests(account, 'list')).toHaveLength(13);
		expect((await search(account, 'searchRecords', 'page 77', inProject)).results).toEqual([
			{ name: 'page 77.pdf (2026-05-04 08:00 UTC)', value: seeded[77]?.id },
		]);
	});
});
