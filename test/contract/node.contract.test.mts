import { useWorld } from '../engine/handwritingOcr/setup.mts';
import { handwritingOcr } from './handwritingOcr.mts';

const world = useWorld();

/** `POST /v3/documents` out of a request of the journal. */
const operationOf = (method: string, path: string): string => {
	const { pathname } = new URL(path, 'http://sandbox');
	const template = pathname
		.replace(/(documents?)\/[^/.]+/, '$1/{id}')
		.replace(/\.(txt|docx|xlsx|csv|json)$/, '.{format}')
		.replace(/image-\d+/, 'image-{page}');
	return `${method} ${template}`;
};

const described = (version: string): string[] =>
	Object.entries(handwritingOcr.description.paths)
		.filter(([path]) => path.startsWith(`/${version}/`))
		.flatMap(([path, item]) =>
			['get', 'post', 'delete']
				.filter((method) => item[method])
				.map((method) => `${method.toUpperCase()} ${path}`),
		);

it.each([
	['v3', {}],
	['v2', { promptId: 'pR0mpt1234' }],
] as const)(
	'each operation of the node speaks %s as it is described, and together they use all of it',
	async (version, own) => {
		const account = await world.openAccount({}, version);
		const options = {
			deleteAfter: 3600,
			fileName: 'contract.pdf',
			...own,
			...(version === 'v3' && { webhookUrl: 'http://127.0.0.1:1/hook' }),
		};
		const spec = { clockSpeed: 20, input: await world.sampleItems('two-pages.pdf') };

		for (const documentAction of ['transcribe', 'tables', 'extractor']) {
			const { items, error } = await world.document(
				account,
				'upload',
				{ documentAction, extractorId: 'kL4mN6pQ8r', options },
				spec,
			);
			expect(error).toBeUndefined();
			const documentId = String(items[0]?.json.id);
			for (const operation of ['get', 'wait'])
				await world.document(account, operation, { documentId }, spec);
			for (const format of { transcribe: ['txt', 'docx'], tables: ['xlsx'], extractor: ['csv'] }[
				documentAction
			] ?? [])
				await world.document(account, 'download', { documentId, format });
			await world.document(account, 'download', { documentId, format: 'json' });
			await world.document(account, 'downloadImages', { documentId });
			await world.document(account, 'delete', { documentId });
		}
		await world.document(account, 'getAll', { returnAll: true });
		for (const operation of ['get', 'getStatistics', 'topUp'])
			await world.account(account, operation);

		const requests = await world.requests(account);
		expect(
			requests.flatMap((entry) =>
				handwritingOcr
					.checkRequest(entry)
					.map((problem) => `${entry.method} ${entry.path}: ${problem}`),
			),
		).toEqual([]);
		const used = new Set(requests.map(({ method, path }) => operationOf(method, path)));
		// The account is documented for v3 alone, so a v2 credential asks the v3 beside it.
		expect([...used].toSorted()).toEqual(
			[
				...new Set([...described(version), 'GET /v3/users/me', 'POST /v3/credits/topup']),
			].toSorted(),
		);
	},
);
