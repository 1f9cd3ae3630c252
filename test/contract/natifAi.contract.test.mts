import { form, open } from '../sandbox/natifAi/support.mts';
import { useSandbox } from '../support/sandbox.mts';
import { natifAi } from './natifAi.mts';

const sandbox = useSandbox();

describe('the checker of requests', () => {
	const problemsOf = async (
		method: string,
		path: string,
		init: RequestInit = {},
	): Promise<string[]> => {
		const { token, control, call } = await open(sandbox);
		await call(method, path, init);
		const [entry] = await control.requests(token);
		return entry ? natifAi.checkRequest(entry) : ['there was no request'];
	};
	const result = '/processing/results/0c1d2e3f-1111-4222-8333-444455556666';

	test('finds nothing wrong with proper ones', async () => {
		expect(
			await problemsOf('POST', '/processing/ocr?include=ocr&include=hocr&wait_for=0', {
				body: form({ parameters: '{"language":"de"}' }),
			}),
		).toEqual([]);
		expect(await problemsOf('GET', `${result}?include=ocr&wait_for=180`)).toEqual([]);
		expect(
			await problemsOf('GET', `${result}/page-images/1?width=100`, {
				headers: { accept: 'image/*' },
			}),
		).toEqual([]);
		expect(
			await problemsOf('GET', `${result}/pdf?dpi=100`, { headers: { accept: '*/*' } }),
		).toEqual([]);
		expect(await problemsOf('GET', '/documents/?limit=5')).toEqual([]);
	});

	test.each<[string, string, string, RequestInit, RegExp]>([
		['a route that does not exist', 'GET', '/processing/results', {}, /not described/],
		['another Accept', 'GET', `${result}/ocr`, { headers: { accept: '*/*' } }, /Accept/],
		['an id that is no UUID', 'GET', '/processing/results/abc/ocr', {}, /uuid/],
		['page 0', 'GET', `${result}/page-images/0`, {}, />= 1/],
		['an unknown result', 'GET', `${result}?include=ocr,hocr`, {}, /allowed values/],
		['waiting too long', 'POST', '/processing/ocr?wait_for=181', { body: form() }, /<= 180/],
		['waiting for a single result', 'GET', `${result}/ocr?wait_for=0`, {}, /wait_for/],
		[
			'parameters that are no object',
			'POST',
			'/processing/ocr',
			{ body: form({ parameters: '[]' }) },
			/pattern/,
		],
		[
			'no file',
			'POST',
			'/processing/ocr',
			{ body: form({ file: null, parameters: '{}' }) },
			/file/,
		],
		[
			'another content type',
			'POST',
			'/processing/ocr',
			{ body: '{}', headers: { 'content-type': 'application/json' } },
			/multipart/,
		],
	])('%s', async (_what, method, path, init, problem) => {
		expect((await problemsOf(method, path, init)).join('\n')).toMatch(problem);
	});

	test('a key that is missing', async () => {
		await sandbox.control.clearRequests();
		await fetch(`${sandbox.url}/natif-ai${result}`, {
			headers: { accept: 'application/json', authorization: 'Bearer x' },
		});
		const [entry] = await sandbox.control.requests();
		expect(entry && natifAi.checkRequest(entry)).toEqual(['there is no key in Authorization']);
	});
});
