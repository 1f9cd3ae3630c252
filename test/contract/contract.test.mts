import { uploadForm } from '../sandbox/support/api.mts';
import { useSandbox } from '../support/sandbox.mts';
import { handwritingOcr } from './handwritingOcr.mts';
import { until } from '../support/until.mts';

const sandbox = useSandbox();

describe('the checker finds', () => {
	const requestProblems = async (path: string, init: RequestInit, withToken = true) => {
		const { token } = await sandbox.createAccount();
		const headers = {
			accept: 'application/json',
			...(withToken ? { authorization: `Bearer ${token}` } : {}),
			...init.headers,
		};
		await fetch(sandbox.url + path, { ...init, headers, redirect: 'manual' });
		const entry = await until(async () =>
			(await sandbox.control.requests(withToken ? token : undefined)).at(-1),
		);
		return handwritingOcr.checkRequest(entry);
	};

	test('nothing wrong with proper requests', async () => {
		const form = uploadForm({
			action: 'extractor',
			extractor_id: 'x',
			delete_after: '300',
			webhook_url: 'https://example.com/hook',
		});
		expect(await requestProblems('/v3/documents', { method: 'POST', body: form })).toEqual([]);
		expect(await requestProblems('/api/v3/documents?per_page=200&page=3', {})).toEqual([]);
		expect(await requestProblems('/v2/documents/abc.json', {})).toEqual([]);
		expect(
			await requestProblems('/v3/document/abc/image-1.jpg', { headers: { accept: 'image/jpeg' } }),
		).toEqual([]);
	});

	test.each<[string, string, RequestInit, RegExp]>([
		['a route that does not exist', '/v3/extractors', {}, /not described/],
		['a status route that does not exist', '/v3/documents/abc/status', {}, /not described/],
		['another Accept', '/v3/documents', { headers: { accept: '*/*' } }, /Accept/],
		['too many per page', '/v3/documents?per_page=201', {}, /<= 200/],
		['an unknown query', '/v3/documents/abc?format=txt', {}, /format/],
		['an unknown format', '/v3/documents/abc.pdf', {}, /allowed values/],
		[
			'a part that is missing',
			'/v3/documents',
			{ method: 'POST', body: uploadForm({}, null) },
			/file/,
		],
		[
			'an extractor without its id',
			'/v3/documents',
			{ method: 'POST', body: uploadForm({ action: 'extractor' }) },
			/extractor_id/,
		],
		[
			'a deletion that is too soon',
			'/v3/documents',
			{ method: 'POST', body: uploadForm({ delete_after: '299' }) },
			/>= 300/,
		],
		[
			'webhook_url in v2',
			'/v2/documents',
			{ method: 'POST', body: uploadForm({ webhook_url: 'https://example.com/' }) },
			/webhook_url/,
		],
		[
			'prompt_id in v3',
			'/v3/documents',
			{ method: 'POST', body: uploadForm({ prompt_id: 'x' }) },
			/prompt_id/,
		],
		[
			'another content type',
			'/v3/documents',
			{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
			/multipart/,
		],
		[
			'a body where none belongs',
			'/v3/documents/abc',
			{ method: 'DELETE', body: '{}', headers: { 'content-type': 'application/json' } },
			/body/,
		],
	])('%s', async (_what, path, init, problem) => {
		expect((await requestProblems(path, init)).join('\n')).toMatch(problem);
	});

	test('a token that is missing', async () => {
		expect(await requestProblems('/v3/documents', {}, false)).toEqual(['there is no bearer token']);
	});

	test('answers of the wrong status, type and shape', () => {
		const json = { 'content-type': 'application/json' };
		expect(handwritingOcr.checkResponse('GET', '/v3/documents', 418, json, '{}')).toHaveLength(1);
		expect(
			handwritingOcr.checkResponse(
				'GET',
				'/v3/users/me',
				401,
				{ 'content-type': 'text/html' },
				'<p>',
			),
		).toHaveLength(1);
		expect(
			handwritingOcr.checkResponse('GET', '/v3/users/me', 401, json, '{"message":"x"}'),
		).toEqual([]);
		expect(handwritingOcr.checkResponse('DELETE', '/v3/documents/abc', 204, {}, 'x')).toHaveLength(
			1,
		);
		expect(
			handwritingOcr.checkResponse(
				'POST',
				'/v3/documents',
				201,
				json,
				'{"id":"abc","status":"queued","extra":1}',
			),
		).toHaveLength(1);
		expect(
			handwritingOcr.checkResponse('POST', '/v3/documents', 201, json, 'not json'),
		).toHaveLength(1);
	});
});
