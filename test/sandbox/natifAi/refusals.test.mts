import { useSandbox } from '../../support/sandbox.mts';
import { api, form, open, pdf, png } from './support.mts';

const sandbox = useSandbox();

test.each([
	['no key', {}],
	['another scheme', { authorization: 'Bearer KEY' }],
	['lower case', { authorization: 'apikey KEY' }],
	['two spaces', { authorization: 'ApiKey  KEY' }],
	['a wrong key', { authorization: 'ApiKey wrong' }],
])('401: %s', async (_what, headers: Record<string, string>) => {
	const { token } = await open(sandbox);
	const own = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, value.replace('KEY', token)]),
	);
	for (const [method, path] of [
		['GET', '/processing/workflows'],
		['POST', '/processing/ocr'],
		['GET', '/processing/results/not-a-uuid'],
		['GET', '/nowhere'],
	] as const) {
		const { status, json } = await api(sandbox.url).call(method, path, { headers: own });
		expect({ status, json }).toEqual({
			status: 401,
			json: { detail: 'Could not validate credentials' },
		});
	}
});

test('402 when the credits do not suffice; what failed costs nothing', async () => {
	const { process, control, token } = await open(sandbox, { balance: 3 });
	expect((await process('ocr', { name: 'fail.png' })).status).toBe(500);
	expect((await process('ocr', { file: await pdf(3) })).status).toBe(201);
	const { status, json } = await process('ocr');
	expect({ status, json }).toEqual({
		status: 402,
		json: { detail: 'The limit of your plan is reached' },
	});
	expect((await control.documents(token)).map(({ credits }) => credits)).toEqual([0, 3]);
	expect((await control.updateAccount(token, {})).balance).toBe(0);
});

test('402 counts what is in process', async () => {
	const { process } = await open(sandbox, { balance: 2, settings: { processing: 'manual' } });
	expect((await process('ocr_with_handwriting?wait_for=0')).status).toBe(202);
	expect((await process('ocr?wait_for=0')).status).toBe(402);
});

test('403 for a workflow that the account may not run, 404 for one that does not exist', async () => {
	const { process } = await open(sandbox);
	expect((await process('delivery_note_extraction')).status).toBe(403);
	expect((await process('mystery')).json).toEqual({ detail: 'Workflow not found' });
	expect((await process('mystery')).status).toBe(404);
});

test.each([429, 413] as const)(
	'%i for a file that is too large, and for too many pages',
	async (tooLargeStatus) => {
		const { process } = await open(sandbox, {
			settings: { tooLargeStatus, largestFile: 1000, mostPages: 2 },
		});
		const large = await process('ocr', { file: Buffer.concat([png, Buffer.alloc(1000)]) });
		expect({ status: large.status, json: large.json }).toEqual({
			status: tooLargeStatus,
			json: { detail: 'The document is too large' },
		});
		const { process: another } = await open(sandbox, {
			settings: { tooLargeStatus, mostPages: 2 },
		});
		expect((await another('ocr', { file: await pdf(3) })).json).toEqual({
			detail: 'The document has too many pages',
		});
		expect((await another('ocr', { file: await pdf(2) })).status).toBe(201);
	},
);

test.each([
	['no file', 'ocr', form({ file: null, parameters: '{}' }), ['body', 'file']],
	['a file of no known kind', 'ocr', form({ file: Buffer.from('hello') }), ['body', 'file']],
	['parameters that are no JSON', 'ocr', form({ parameters: '{' }), ['body', 'parameters']],
	['parameters that are no object', 'ocr', form({ parameters: '[1]' }), ['body', 'parameters']],
	['wait_for above 180', 'ocr?wait_for=181', form(), ['query', 'wait_for']],
	['wait_for below 0', 'ocr?wait_for=-1', form(), ['query', 'wait_for']],
	['wait_for that is no whole number', 'ocr?wait_for=1.5', form(), ['query', 'wait_for']],
	['an unknown result', 'ocr?include=ocr&include=mystery', form(), ['query', 'include', 1]],
])('422: %s', async (_what, workflow, body, loc) => {
	const { call } = await open(sandbox);
	const { status, json } = await call('POST', `/processing/${workflow}`, { body });
	expect({ status, json }).toEqual({
		status: 422,
		json: { detail: [{ loc, msg: expect.any(String), type: expect.any(String) }] },
	});
});

test('422 tells everything at once', async () => {
	const { call } = await open(sandbox);
	const { json } = await call('POST', '/processing/ocr?wait_for=x&include=y');
	expect(json.detail).toHaveLength(3);
});

test('429 at the rate limit', async () => {
	const { get } = await open(sandbox, { settings: { rateLimit: { requests: 1, seconds: 60 } } });
	expect((await get('/processing/workflows')).status).toBe(200);
	const { status, json, headers } = await get('/processing/workflows');
	expect({ status, json }).toEqual({
		status: 429,
		json: { detail: 'Rate limit exceeded. Please try again later.' },
	});
	expect(headers.get('retry-after')).toMatch(/^\d+$/);
});

test('500 when the processing failed', async () => {
	const { process } = await open(sandbox);
	const { status, json } = await process('ocr', { name: 'will-fail.png' });
	expect({ status, json }).toEqual({
		status: 500,
		json: { detail: 'The document could not be processed.' },
	});
});

test('faults speak as the service does', async () => {
	const { process, control, token } = await open(sandbox);
	await control.addFault({ token, route: 'process', status: 500, when: 'after' });
	const { status, json } = await process('ocr');
	expect({ status, json }).toEqual({ status: 500, json: { detail: 'Internal Server Error' } });
	expect(await control.documents(token)).toHaveLength(1);
});

test.each([
	['list', '{"detail":[{"loc":[],"msg":"Workflow not found","type":"error.404"}]}'],
	['message', '{"message":"Workflow not found"}'],
	['text', 'Workflow not found'],
] as const)('in another shape: %s', async (errorBody, body) => {
	const { process } = await open(sandbox, { settings: { errorBody } });
	const { status, text } = await process('mystery');
	expect({ status, text }).toEqual({ status: 404, text: body });
});
