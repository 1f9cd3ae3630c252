import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endChildren } from '../launch/children.mjs';
import { buildPackages } from '../launch/package.mjs';
import { logs, n8nMajors, type N8nMajor } from '../launch/paths.mjs';
import { showFailure } from '../launch/showFailure.mjs';
import { onEnd } from '../launch/signals.mjs';
import { startN8n } from './instance.mts';
import type { BinaryDataMode } from './settings.mts';

const { values } = parseArgs({
	options: {
		n8n: { type: 'string', default: '2' },
		port: { type: 'string', default: '0' },
		'user-folder': { type: 'string' },
		'binary-data': { type: 'string' },
		env: { type: 'string', multiple: true, default: [] },
		'watch-stdin': { type: 'boolean', default: false },
	},
});

function majorOf(text: string): N8nMajor {
	const major = n8nMajors.find((known) => String(known) === text);
	if (major !== undefined) return major;
	throw new Error(`--n8n is ${n8nMajors.join(' or ')}, not ${text}`);
}

function binaryDataMode(text: string | undefined): BinaryDataMode | undefined {
	if (text === undefined || text === 'default' || text === 'filesystem' || text === 'database')
		return text;
	throw new Error(`--binary-data is default, filesystem or database, not ${text}`);
}

function environment(pairs: string[]): NodeJS.ProcessEnv {
	return Object.fromEntries(
		pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
	);
}

/**
 * Packs the package when its sources have changed, starts n8n with it and prints one JSON line when
 * it is ready.
 */
async function main(): Promise<void> {
	const given = values['user-folder'];
	const userFolder = given === undefined ? await mkdtemp(join(tmpdir(), 'n8n-')) : resolve(given);
	await mkdir(userFolder, { recursive: true });
	const end = async (): Promise<void> => {
		await endChildren();
		if (given === undefined) await rm(userFolder, { recursive: true, force: true });
	};
	onEnd(end);
	if (values['watch-stdin'])
		process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM')).resume();
	try {
		const { packagesDir } = await buildPackages();
		const mode = binaryDataMode(values['binary-data']);
		const instance = await startN8n({
			major: majorOf(values.n8n),
			port: Number(values.port),
			userFolder,
			packagesDir,
			...(mode === undefined ? {} : { binaryDataMode: mode }),
			env: environment(values.env),
			logFile:
				given === undefined ? join(logs, `n8n-${process.pid}.log`) : join(userFolder, 'n8n.log'),
		});
		console.log(
			JSON.stringify({
				event: 'listening',
				url: instance.url,
				userFolder,
				logFile: instance.logFile,
			}),
		);
		await instance.ended;
	} catch (error) {
		showFailure(error);
		await end();
		process.exit(1);
	}
}

await main();
