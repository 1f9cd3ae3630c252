import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endChildren } from '../../sandbox/launch/children.mjs';
import { reloading, watchPackages } from '../../sandbox/launch/reload.mts';
import type { N8nClient } from '../../sandbox/n8n/client.mts';
import { startN8n, type TestN8n } from '../support/n8n.mts';
import { until } from '../support/until.mts';

const NODE = 'n8n-nodes-handwriting-ocr.handwritingOcr';
const COMPILED = '.n8n/nodes/node_modules/n8n-nodes-handwriting-ocr/dist/nodes/HandwritingOcr';
const TEXT = 'Turn handwriting, scans and PDFs into text, tables and fields';

/** Longer than n8n takes to load a package again. */
const SAVE_AGAIN_AFTER_MS = 5_000;

describe('npm run dev, in a real n8n', () => {
	let own: TestN8n;
	let n8n: N8nClient;

	beforeAll(async () => {
		own = await startN8n({ env: reloading });
		n8n = await own.connect();
	});

	afterAll(async () => {
		await endChildren();
		await own.stop();
	});

	/** Undefined while n8n writes the list of its nodes anew. */
	const description = async () => {
		const types = await n8n.nodeTypes().catch(() => []);
		return types.find(({ name }) => name === NODE)?.description;
	};

	/**
	 * Saves as often as it takes: n8n begins to watch after it says that it is ready, tells nobody
	 * when it does, and never sees what was saved before. Once it watches, one save is enough.
	 */
	const savedUntilSeen = async (file: string, code: string, text: string) =>
		await until(async () => {
			await writeFile(file, code);
			return await until(async () => (await description()) === text, {
				patienceMs: SAVE_AGAIN_AFTER_MS,
			}).catch(() => false);
		});

	test('a compiled change is seen without a restart, and so is a compilation', async () => {
		const file = join(own.userFolder, COMPILED, 'HandwritingOcr.node.js');
		const code = await readFile(file, 'utf8');
		expect([await description(), code.includes(TEXT)]).toEqual([TEXT, true]);

		await savedUntilSeen(file, code.replace(TEXT, 'Changed by hand'), 'Changed by hand');

		// The first compilation writes every file anew, as a change of a source does with its own.
		watchPackages(own.userFolder);
		await until(async () => (await description()) === TEXT);
		expect(await readFile(file, 'utf8')).toContain(TEXT);
	});
});
