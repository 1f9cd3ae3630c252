import { CUSTOM, useWorld } from '../engine/natifAi/setup.mts';
import { natifAi } from './natifAi.mts';

const world = useWorld();

/** Described, as the sandbox has them, and not used by the node. */
const UNUSED =
	/^(GET|DELETE|POST) \/documents|openapi|\/image$|\/(language|ner)$|feedback|error-reports|share-tokens/;

/** `GET /processing/results/{}/ocr` out of a request, or of a path of the description. */
const operationOf = (method: string, path: string): string =>
	`${method.toUpperCase()} ${path
		.replace(/\{\w+\}/g, '{}')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{}')
		.replace(/\/\d+(?=\/|$)/g, '/{}')
		.replace(/^(\/processing\/)(ocr|generic_splitting)(?=\/|$)/, '$1{}')}`;

const described = (): string[] =>
	Object.entries(natifAi.description.paths)
		.flatMap(([path, item]) =>
			['get', 'post', 'delete']
				.filter((method) => item[method])
				.map((method) => operationOf(method, path)),
		)
		.filter((operation) => !UNUSED.test(operation));

it('each operation of the node speaks as it is described, and together they use all of it', async () => {
	const account = await world.openAccount({ settings: { subPdf: 'json' } });
	const input = await world.sampleItems('two-pages.pdf');
	const options = { include: ['ocr', 'extractions'], workflowParameters: '{ "language": "en" }' };
	await world.process(account, { workflow: CUSTOM, options }, { input });
	const { items } = await world.process(account, { workflow: 'generic_splitting' }, { input });
	const id = String(items[0]?.json.id);
	for (const operation of [
		'get',
		'getOcr',
		'getHocr',
		'getPageImages',
		'getDocumentSplitting',
		'getSubPdfs',
		'downloadThumbnail',
		'downloadPdf',
		'downloadSubPdf',
	]) {
		expect((await world.result(account, operation, id)).error).toBeUndefined();
	}
	await world.result(account, 'getExtractions', await world.seed(account, { workflow: CUSTOM }));
	await world.result(account, 'downloadPageImage', id, {
		pageNumber: 1,
		options: { width: 100, height: 200 },
	});
	await world.workflow(account, 'getAll', { returnAll: true });
	for (const interval of ['hourly', 'daily', 'weekly', 'monthly'])
		await world.workflow(account, 'getUsage', {
			workflow: 'ocr',
			interval,
			options: { extended: true },
		});

	const requests = await world.requests(account);
	expect(
		requests.flatMap((entry) =>
			natifAi.checkRequest(entry).map((problem) => `${entry.method} ${entry.path}: ${problem}`),
		),
	).toEqual([]);
	const used = new Set(
		requests.map(({ method, path }) =>
			operationOf(method, new URL(path, 'http://sandbox').pathname.replace('/natif-ai', '')),
		),
	);
	expect([...used].toSorted()).toEqual([...new Set(described())].toSorted());
});
