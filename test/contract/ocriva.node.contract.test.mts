import { byId, useWorld } from '../engine/ocriva/setup.mts';
import { ocriva } from './ocriva.mts';

const world = useWorld();

/** Described, as the sandbox has them, and not used by the node. */
const UNUSED = /^POST \/v1\/openapi\/(templates|auth\/login)$/;

/** `GET /v1/openapi/processing-history/{}` out of a request, or of a path of the description. */
const operationOf = (method: string, path: string): string =>
	`${method.toUpperCase()} ${path.replace(/\{\w+\}|[0-9a-f]{24}/g, '{}')}`;

const described = (): string[] =>
	Object.entries(ocriva.description.paths)
		.flatMap(([path, item]) =>
			['get', 'post'].filter((method) => item[method]).map((method) => operationOf(method, path)),
		)
		.filter((operation) => !UNUSED.test(operation));

it('each operation of the node speaks as it is described, and together they use all of it', async () => {
	const account = await world.openAccount({ settings: { processingTime: 0 } });
	const templateId = world.template(account, 'Full page');
	const options = {
		metadata: '{"customer": 4711}',
	};
	const input = await world.named('a.png', 'b.png', 'c.png');
	const { items } = await world.upload(
		account,
		{ templateId, options: { ...options, fileName: 'letter.png' } },
		{ input, clockSpeed: 20 },
	);
	await world.uploadBatch(
		account,
		{ templateId, options: { ...options, batchName: 'Post' } },
		{ input, clockSpeed: 20 },
	);
	const recordId = String(items[0]?.json.id);
	const filters = {
		status: ['queued', 'failed'],
		templateId: byId(templateId),
		fromDate: '2026-01-01',
		toDate: '2036-01-01',
		search: 'a',
		batchId: recordId,
	};
	await world.record(account, 'getAll', { returnAll: true, filters });
	for (const format of ['template', 'json', 'text', 'xml', 'html', 'csv', 'pdf', 'docx'])
		expect((await world.record(account, 'export', { recordId, format })).error).toBeUndefined();
	await world.record(account, 'get', { recordId });
	await world.record(account, 'getStatistics');
	for (const resource of ['project', 'template']) await world.operate(account, resource, 'getAll');

	const requests = await world.requests(account);
	expect(
		requests.flatMap((entry) =>
			ocriva.checkRequest(entry).map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		),
	).toEqual([]);
	const used = new Set(
		requests.map(({ method, path }) =>
			operationOf(method, new URL(path, 'http://sandbox').pathname.replace('/ocriva', '')),
		),
	);
	expect([...used].toSorted()).toEqual([...new Set(described())].toSorted());
});
