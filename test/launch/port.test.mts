import { once } from 'node:events';
import { createServer } from 'node:net';
import { runModule } from './node.mts';

test('a taken port is named, with the flag that chooses another', async () => {
	const holder = createServer().listen(0, '127.0.0.1');
	await once(holder, 'listening');
	const address = holder.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const check = `import { checkPort } from './server.mts'; await checkPort(${address.port}, 'n8n', '--port');`;
	await expect(runModule(check)).rejects.toThrow(`Port ${address.port} for n8n is taken`);
	await expect(runModule(check)).rejects.toThrow('choose another port: --port');
	holder.close();
	await once(holder, 'close');
	await runModule(check);
});
