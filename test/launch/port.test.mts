import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule, runStart } from './node.mts';

let holder: Server;
let port: number;

beforeEach(async () => {
	holder = createServer().listen(0, '127.0.0.1');
	await once(holder, 'listening');
	const address = holder.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	port = address.port;
});

afterEach(() => void holder.close());

test('a taken port is named, with the flag that chooses another', async () => {
	const check = `import { checkPort } from './port.mjs'; await checkPort(${port}, 'n8n', '--port');`;
	await expect(runModule(check)).rejects.toThrow(`Port ${port} for n8n is taken`);
	await expect(runModule(check)).rejects.toThrow('choose another port: --port');
	holder.close();
	await once(holder, 'close');
	await runModule(check);
});

test('npm start tells of it before it installs anything', async () => {
	const free = await runModule(`console.log(await (await import('./port.mjs')).freePort())`);
	const state = await mkdtemp(join(tmpdir(), 'port-'));
	try {
		const { code, stdout, stderr } = await runStart(
			...['--port', String(port), '--sandbox-port', free, '--state', state],
		);
		expect(stdout.trim()).toBe('Handwriting OCR for n8n');
		expect(stderr.trim()).toBe(
			`Stopped. Port ${port} for n8n is taken by another program. End that, or choose another port: npm start -- --port ${port + 10}`,
		);
		expect(code).toBe(1);
	} finally {
		await rm(state, { recursive: true, force: true });
	}
});
