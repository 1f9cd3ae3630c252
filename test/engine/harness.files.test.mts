import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from './harness/index.mts';
import { createEngine } from './harness/index.mts';

let engine: Engine;

beforeAll(async () => {
	engine = await createEngine({ packageDirectories: [join(import.meta.dirname, 'fixtures')] });
});

afterAll(async () => await engine.close());

describe.each(['filesystem', 'default'] as const)('binary data mode %s', (mode) => {
	beforeAll(async () => await engine.useBinaryDataMode(mode));
	afterAll(async () => await engine.useBinaryDataMode('filesystem'));

	it('brings files to the node and back', async () => {
		const content = Buffer.from('page one');
		const data = await engine.binary(content, { fileName: 'letter.txt', mimeType: 'text/plain' });
		expect(data.id === undefined).toBe(mode === 'default');
		const { items } = await engine.run({
			type: 'probe',
			parameters: { action: 'copyFile', value: 'data' },
			input: [{ json: {}, binary: { data } }],
		});
		const copy = items[0]?.binary?.data;
		expect(copy).toMatchObject({
			fileName: 'copy.txt',
			mimeType: 'text/plain',
			bytes: content.length,
		});
		expect(copy?.id === undefined).toBe(mode === 'default');
		expect(copy && (await engine.readBinary(copy))).toEqual(content);
	});

	it('takes the file itself from an expression', async () => {
		const data = await engine.binary(Buffer.from('page two'), {
			fileName: 'letter.txt',
			mimeType: 'text/plain',
		});
		const { items } = await engine.run({
			type: 'probe',
			parameters: { action: 'copyFile', value: '={{ $input.item.binary.scan }}' },
			input: [{ json: {}, binary: { scan: data } }],
		});
		expect(items[0]?.json.bytes).toBe(8);
	});

	it(`${mode === 'default' ? 'has no' : 'has the'} content in $binary, as n8n`, async () => {
		const data = await engine.binary(Buffer.from('page three'), {
			fileName: 'letter.txt',
			mimeType: 'text/plain',
		});
		const parameters = { action: 'copyFile', value: '={{ $binary.scan }}' };
		const { status } = await engine.run({
			type: 'probe',
			parameters,
			input: [{ json: {}, binary: { scan: data } }],
		});
		expect(status).toBe(mode === 'default' ? 'error' : 'success');
	});

	it('stores streams', async () => {
		const data = await engine.binary(engine.streamOfBytes(300_000), {
			fileName: 'scan.pdf',
			mimeType: 'application/pdf',
		});
		expect(data.bytes).toBe(300_000);
		const hash = createHash('sha256');
		for await (const chunk of await engine.streamBinary(data)) hash.update(chunk);
		const expected = createHash('sha256');
		for await (const chunk of engine.streamOfBytes(300_000)) expected.update(chunk);
		expect(hash.digest('hex')).toBe(expected.digest('hex'));
	});
});
