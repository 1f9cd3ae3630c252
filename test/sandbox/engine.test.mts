import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useSandbox } from '../support/sandbox.mts';
import { api, uploadForm } from './support/api.mts';

/** The server with its real OCR engine; how well that reads is tested beside the engine. */
const sandbox = useSandbox({ engine: 'tesseract' });

const sample = (name: string): Promise<Buffer> =>
	readFile(join(import.meta.dirname, '../../sandbox/samples', name));

async function client() {
	const { token } = await sandbox.createAccount({ balance: 5 });
	return { token, ...api(`${sandbox.url}/v3`, token) };
}

test('what is uploaded is what comes back', async () => {
	const { process, get, bytes } = await client();
	const letter = await process(uploadForm({}, await sample('letter.png'), 'letter.png'));
	expect(letter.results[0]?.transcript).toContain('photograph of Grandmother');
	expect((await get(`/documents/${letter.id}.txt`)).text).toContain('photograph of Grandmother');
	expect((await bytes(`/document/${letter.id}/image-1.jpg`)).length).toBeGreaterThan(10_000);
	expect((await get('/users/me')).json.balance).toBe(4);
});

test('pages of a PDF in order', async () => {
	const { process } = await client();
	const { results } = await process(uploadForm({}, await sample('two-pages.pdf'), 'two-pages.pdf'));
	expect(results.map(({ page_number }) => page_number)).toEqual([1, 2]);
	expect(results[1]?.transcript).toContain('How to make it');
});

test('tables and records', async () => {
	const { process } = await client();
	const table = await process(
		uploadForm({ action: 'tables' }, await sample('table.png'), 'table.png'),
	);
	expect(table.results[0]?.tables[0]).toMatchObject({
		tableNumber: 1,
		columnCount: 4,
		rows: expect.arrayContaining([expect.arrayContaining(['Apples'])]),
	});
	const form = await process(
		uploadForm(
			{ action: 'extractor', extractor_id: 'Abc123def456' },
			await sample('form.png'),
			'form.png',
		),
	);
	expect(form.results[0]?.extractions[0]).toContainEqual({
		key: 'last_name',
		name: 'Last name',
		type: 'string',
		array: false,
		value: 'Holloway',
	});
});

test('a file that only begins like a PDF fails and costs nothing', async () => {
	const { process, get } = await client();
	const document = await process(
		uploadForm({}, Buffer.from('%PDF-1.7\nnothing more'), 'broken.pdf'),
	);
	expect(document).toMatchObject({ status: 'failed', error: expect.any(String) });
	expect((await get('/users/me')).json.balance).toBe(5);
});
