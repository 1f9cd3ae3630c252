import { parseArgs } from 'node:util';
import { startServer } from './server.mts';
import type { ServerOptions } from './shared/service.mts';

const usage = `Usage: node sandbox/server/main.mts [--port 4810] [--data DIR] [--engine tesseract|fixed] [--processing-time MS] [--token TOKEN] [--watch-stdin]`;

function readOptions(): ServerOptions & { token?: string; watchStdin: boolean } {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4810' },
			data: { type: 'string' },
			engine: { type: 'string', default: 'tesseract' },
			'processing-time': { type: 'string', default: '0' },
			token: { type: 'string' },
			'watch-stdin': { type: 'boolean', default: false },
		},
	});
	const { engine, data, token } = values;
	if (engine !== 'tesseract' && engine !== 'fixed')
		throw new Error(`--engine is tesseract or fixed, not ${engine}`);
	return {
		port: wholeNumber('--port', values.port),
		data,
		engine,
		processingTime: wholeNumber('--processing-time', values['processing-time']),
		token,
		watchStdin: values['watch-stdin'],
	};
}

function wholeNumber(option: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`${option} takes a whole number, not ${text}`);
	return Number(text);
}

async function main(): Promise<void> {
	const { token, watchStdin, ...options } = readOptions();
	const server = await startServer(options);
	const [first] = server.services;
	if (token !== undefined && first && !first.owns(token)) await first.createAccount({ token });
	const stop = (): void => {
		void server.close().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	// Whoever holds the other end has ended, however abruptly: do not stay behind.
	if (watchStdin) process.stdin.once('end', stop).resume();
	console.log(JSON.stringify({ event: 'listening', url: server.url }));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	console.error(usage);
	process.exit(1);
});
