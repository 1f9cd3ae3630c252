import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, useSandbox } from '../../support/sandbox.mts';
import { api, open, pdf } from './support.mts';

const sandbox = useSandbox();

const refusal = (status: number) => expect.objectContaining({ status });

test('an account has a key of its own, which is no key elsewhere', async () => {
	const { token, control } = await open(sandbox, { balance: 7, settings: { processingTime: 5 } });
	expect(token).toMatch(/^[A-Za-z0-9]{48}$/);
	expect(await control.updateAccount(token, { settings: { parallel: 3 } })).toMatchObject({
		token,
		balance: 7,
		settings: { processingTime: 5, parallel: 3, pageImages: 'object' },
	});
	expect(
		(
			await fetch(`${sandbox.url}/v3/users/me`, {
				headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
			})
		).status,
	).toBe(401);
	await expect(control.updateAccount(token, { settings: { parallel: 0 } })).rejects.toEqual(
		refusal(422),
	);
	await expect(sandbox.createAccount({ token })).rejects.toEqual(refusal(409));
});

test('processings end as asked', async () => {
	const { process, get, control, token } = await open(sandbox, {
		settings: { processing: 'manual' },
	});
	const begun = async () => (await process('invoice_extraction?wait_for=0')).json.processing_id;
	const first = await begun();
	const second = await begun();
	await control.finishDocument(token, {
		id: first,
		results: { extractions: { number: { value: 'R-1', confidence: 1, bbox_refs: [] } } },
	});
	await control.finishDocument(token, { id: second, status: 'failed', error: 'Too dark.' });
	expect(await get(`/processing/results/${first}`)).toMatchObject({
		status: 200,
		json: { extractions: { number: { value: 'R-1' } }, ocr: { pages: [{}] } },
	});
	expect(await get(`/processing/results/${second}`)).toMatchObject({
		status: 500,
		json: { detail: 'Too dark.' },
	});
	expect(await control.documents(token)).toMatchObject([
		{ status: 'done', credits: 10 },
		{ status: 'failed', credits: 0 },
	]);
	await expect(
		control.finishDocument(token, { id: '00000000-0000-0000-0000-000000000000' }),
	).rejects.toEqual(refusal(404));
});

test('seeds are checked', async () => {
	const { control, token } = await open(sandbox);
	const id = '0c1d2e3f-1111-4222-8333-444455556666';
	expect(
		await control.seedDocuments(token, [{ id, fileName: 'x.pdf', pages: ['one', 'two'] }]),
	).toMatchObject([{ id, pageCount: 2, pages: ['one', 'two'], credits: 0 }]);
	await expect(control.seedDocuments(token, [{ id }])).rejects.toEqual(refusal(409));
	await expect(control.seedDocuments(token, [{ id: 'short' }])).rejects.toEqual(refusal(422));
	await expect(control.seedDocuments(token, [{ workflow: 'mystery' }])).rejects.toEqual(
		refusal(422),
	);
});

test('there are no webhooks', async () => {
	const { control, token } = await open(sandbox);
	const response = await fetch(`${sandbox.url}/_sandbox/webhooks/send`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ token }),
	});
	expect({ status: response.status, body: await response.json() }).toEqual({
		status: 422,
		body: { message: 'Natif.ai has no webhooks' },
	});
	expect(await control.deliveries(token)).toEqual([]);
});

test('what was processed survives a restart, and what was not is taken up', async () => {
	const data = await mkdtemp(join(tmpdir(), 'natif-ai-'));
	try {
		const before = await startSandbox({ data });
		const client = await open(before);
		const { json } = await client.process('generic_splitting', {
			file: await pdf(3),
			name: 'kept.pdf',
		});
		await client.control.updateAccount(client.token, { settings: { processingTime: 600_000 } });
		const running = (await client.process('ocr?wait_for=0')).json.processing_id;
		await client.control.updateAccount(client.token, { settings: { processingTime: 0 } });
		await before.stop('SIGKILL');
		const after = await startSandbox({ data });
		try {
			const { get } = api(after.url, client.token);
			expect((await get(`/processing/results/${json.processing_id}`)).json).toEqual(json);
			expect((await get(json.sub_pdfs[1] ?? '')).bytes.subarray(0, 5).toString()).toBe('%PDF-');
			expect((await get(`/processing/results/${running}`)).status).toBe(200);
		} finally {
			await after.stop();
		}
	} finally {
		await rm(data, { recursive: true });
	}
});
