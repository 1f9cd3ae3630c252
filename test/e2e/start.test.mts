import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runModule, runStart } from '../launch/node.mts';

test('npm start -- --once reads the letter, and again on the second start', async () => {
	const state = await mkdtemp(join(tmpdir(), 'start-'));
	const letter = await readFile(join(root, 'sandbox/samples/letter.txt'), 'utf8');
	const [greeting, farewell] = [letter.trim().split('\n')[2], letter.trim().split('\n').at(-1)];
	try {
		for (const start of ['first', 'second']) {
			const ports = await runModule(
				`import { freePort } from './port.mjs'; console.log(await freePort(), await freePort());`,
			);
			const [port = '', sandboxPort = ''] = ports.split(' ');
			const { code, stdout, stderr } = await runStart(
				'--once',
				'--state',
				state,
				'--port',
				port,
				'--sandbox-port',
				sandboxPort,
			);
			expect({ start, code, stderr }).toEqual({ start, code: 0, stderr: '' });
			expect(stdout).toContain(greeting);
			expect(stdout).toContain(farewell);
			expect(stdout).not.toMatch(/\d+\|[A-Za-z0-9]{48}/);
		}
	} finally {
		await rm(state, { recursive: true, force: true });
	}
});
