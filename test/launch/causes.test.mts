import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startModule, untilEnded, type Ended } from './node.mts';

/** Reaches no network: npm asks the registry of the test, or none. */
const OFFLINE = {
	NO_PROXY: '',
	HTTPS_PROXY: '',
	HTTP_PROXY: '',
	npm_config_noproxy: '',
	npm_config_registry: 'http://registry.invalid/',
};

let folder: string;
let servers: Server[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'causes-'));
	servers = [];
});

afterEach(async () => {
	for (const server of servers) server.close();
	await rm(folder, { recursive: true, force: true });
});

/** A package with one dependency, which the registry has or which lies beside it. */
async function project(place: string, version: string): Promise<string> {
	await mkdir(place, { recursive: true });
	const manifest = { name: 'project', version: '1.0.0', dependencies: { large: version } };
	await writeFile(join(place, 'package.json'), JSON.stringify(manifest));
	const packages = { '': manifest, 'node_modules/large': { version: '1.0.0' } };
	await writeFile(
		join(place, 'package-lock.json'),
		JSON.stringify({ name: 'project', lockfileVersion: 3, requires: true, packages }),
	);
	return place;
}

/** The code that installs a project as `npm start` does. */
const installing = (place: string) => `
	import { installPackages } from './install.mjs';
	import { showFailure } from './showFailure.mjs';
	try {
		await installPackages('Packages', ${JSON.stringify(place)}, { expected: 'no time', purpose: 'install a test package' });
	} catch (error) {
		showFailure(error);
		process.exitCode = 1;
	}
`;

async function install(env: NodeJS.ProcessEnv, version = '1.0.0'): Promise<Ended> {
	const place = await project(join(folder, 'project'), version);
	return await untilEnded(
		startModule(installing(place), {
			...OFFLINE,
			npm_config_cache: join(folder, 'cache'),
			...env,
		}),
	);
}

async function listen(server: Server): Promise<string> {
	servers.push(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return `127.0.0.1:${address.port}`;
}

/** An address at which nothing listens. */
async function nowhere(): Promise<string> {
	const server = createServer();
	const host = await listen(server);
	await new Promise((closed) => server.close(closed));
	return host;
}

function expectSentence({ code, stderr }: Ended, sentence: string): void {
	expect(stderr.trim()).toBe(`Stopped. ${sentence} Then run the same command again.`);
	expect(code).toBe(1);
}

test('a registry that does not exist: asks whether the machine is online', async () => {
	expectSentence(
		await install({}),
		'npm cannot reach registry.invalid (ENOTFOUND). Is this machine online? Behind a proxy, tell npm: npm config set https-proxy http://HOST:PORT.',
	);
});

test('a registry at which nothing listens is named', async () => {
	const host = await nowhere();
	expectSentence(
		await install({ npm_config_registry: `http://${host}/` }),
		`npm cannot reach ${host} (ECONNREFUSED). Is this machine online? Behind a proxy, tell npm: npm config set https-proxy http://HOST:PORT.`,
	);
});

test.each(['HTTP_PROXY', 'npm_config_proxy'])(
	'a proxy that is not there is named without its password (%s)',
	async (name) => {
		const host = await nowhere();
		expectSentence(
			await install({ [name]: `http://user:secret@${host}` }),
			`npm cannot reach registry.invalid through the proxy ${host} (ECONNREFUSED). Correct its address in HTTPS_PROXY, or tell npm: npm config set https-proxy http://HOST:PORT.`,
		);
	},
);

test.each(['http', 'https'])('a proxy that wants a login (%s)', async (protocol) => {
	const server = createServer((_request, response) => void response.writeHead(407).end());
	server.on('connect', (_request, socket) =>
		socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
	);
	const host = await listen(server);
	expectSentence(
		await install({
			npm_config_registry: `${protocol}://registry.invalid/`,
			npm_config_proxy: `http://${host}`,
			npm_config_https_proxy: `http://${host}`,
		}),
		`The proxy ${host} asks npm for a login (407); tell npm: npm config set https-proxy http://USER:PASSWORD@HOST:PORT.`,
	);
});

test('a proxy whose address is none', async () => {
	expectSentence(
		await install({ npm_config_https_proxy: 'our proxy' }),
		'The address of the proxy is no URL. Correct it in HTTPS_PROXY, or tell npm: npm config set https-proxy http://HOST:PORT.',
	);
});

test('without a network, what npm has in its cache does', async () => {
	const { file } = await largePackage(1_000);
	execFileSync('npm', ['cache', 'add', file, '--cache', join(folder, 'cache')]);
	const place = await project(join(folder, 'project'), `file:${file}`);
	const ended = await untilEnded(
		startModule(installing(place), { ...OFFLINE, npm_config_cache: join(folder, 'cache') }),
	);
	expect(ended).toMatchObject({ code: 0, stderr: '' });
	expect(await readdir(join(place, 'node_modules', 'large'))).toContain('content');
});

const FULL =
	'There is no space left on the disk. A fresh clone takes about 4 GB, and npm keeps more in its own cache. Free some.';

/** A package as a file, with so many bytes in it that compress to little. */
async function largePackage(bytes: number): Promise<{ file: string }> {
	const source = join(folder, 'large');
	await mkdir(source);
	await writeFile(
		join(source, 'package.json'),
		JSON.stringify({ name: 'large', version: '1.0.0' }),
	);
	await writeFile(join(source, 'content'), Buffer.alloc(bytes));
	execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: source, stdio: 'ignore' });
	return { file: join(folder, 'large-1.0.0.tgz') };
}

/** Has npm write what it unpacks to a device that is always full. */
const FULL_DISK = `
	const fs = require('node:fs');
	const { open } = fs;
	fs.open = (path, ...rest) => open(/large.content$/.test(path) ? '/dev/full' : path, ...rest);
`;

test('an install on a disk that gets full', async () => {
	const { file } = await largePackage(1_000);
	const fullDisk = join(folder, 'fullDisk.cjs');
	await writeFile(fullDisk, FULL_DISK);
	const env = { NODE_OPTIONS: `--require=${fullDisk}` };
	expectSentence(await install(env, `file:${file}`), FULL);
});

test('anything else that does not fit on the disk', async () => {
	const ended = await untilEnded(
		startModule(`
			import { writeFile } from 'node:fs/promises';
			import { showFailure } from './showFailure.mjs';
			await writeFile('/dev/full', 'a stamp').catch(showFailure);
			process.exitCode = 1;
		`),
	);
	expectSentence(ended, FULL);
});

test('a server whose log does not fit on the disk', async () => {
	const ended = await untilEnded(
		startModule(`
			import { startServer } from './server.mts';
			import { endChildren } from './children.mjs';
			import { showFailure } from './showFailure.mjs';
			const script = ${JSON.stringify(join(folder, 'server.mjs'))};
			await (await import('node:fs/promises')).writeFile(script, 'setInterval(() => console.log("a line"), 10)');
			const server = await startServer({ name: 'a server', script, args: [], logFile: '/dev/full' });
			await server.ended.catch(showFailure);
			await endChildren();
			process.exitCode = 1;
		`),
	);
	expectSentence(ended, FULL);
});
