import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nClient, outputOf, type StoredWorkflow } from '../n8n/client.mts';
import { demoCredentials, owner, pasteWebhookUrl } from '../n8n/demo.mts';
import {
	fitExample,
	importExamples,
	readExamples,
	storeCredentials,
	type Imported,
} from '../n8n/examples.mts';
import { startN8n } from '../n8n/instance.mts';
import { openAccounts, type DemoAccounts } from './account.mts';
import { endChildren } from './children.mjs';
import { dim, duration, note, say, step } from './console.mjs';
import { Failure } from './failure.mjs';
import { logs } from './paths.mjs';
import { reloading, watchPackages } from './reload.mts';
import { showFailure } from './showFailure.mjs';
import { startSandbox } from './sandbox.mts';
import { onEnd } from './signals.mjs';
import { sandboxHelp } from './sandboxHelp.mts';

type SessionOptions = {
	once: boolean;
	dev: boolean;
	sandboxOnly: boolean;
	port: number;
	sandboxPort: number;
	state: string;
	packagesDir: string;
	start: number;
};

const LETTER = 'read-a-letter';

/**
 * The second half of a start, on the project's Node: servers, owner, credential, workflows, the
 * letter.
 */
async function run(options: SessionOptions): Promise<void> {
	const command = options.sandboxOnly ? 'npm run sandbox --' : 'npm start --';
	const sandbox = await step(
		'Sandbox',
		() =>
			startSandbox(
				options.sandboxPort,
				join(options.state, 'sandbox'),
				`${command} --sandbox-port`,
			),
		({ url }) => url,
	);
	const accounts = await openAccounts(sandbox.url, join(options.state, 'account.json'));
	if (options.sandboxOnly) {
		say(sandboxHelp(sandbox.url, accounts));
		await sandbox.ended;
	}
	const instance = await step(
		'n8n',
		() => startInstance(options),
		({ url }, seconds) => `${url} ${dim(duration(seconds))}`,
	);
	const { n8n, workflows } = await step(
		'Workflows',
		() => prepare(instance.url, sandbox.url, accounts, options.state),
		describe,
	);
	const letter = workflows.get(LETTER);
	if (letter === undefined) throw new Failure(`workflows/${LETTER}.json is not there.`);
	const text = await step(
		'Read a letter',
		() => readLetter(n8n, letter),
		(_, seconds) => `workflows/${LETTER}.json ran in n8n, ${duration(seconds)}`,
	);
	say(
		`\n${text
			.trim()
			.split('\n')
			.map((line) => (line === '' ? '' : `      ${line}`))
			.join('\n')}\n`,
	);
	if (options.once) return;
	note('Editor', instance.url);
	note('Login', `${owner.email}, password ${owner.password}`);
	note('Stop', `Ctrl-C ${dim(`(all this took ${duration((Date.now() - options.start) / 1000)})`)}`);
	if (options.dev) {
		watchPackages(userFolderOf(options));
		note('Watching', 'a change in nodes/ or packages/ goes into the running n8n within seconds');
	}
	say();
	await Promise.race([sandbox.ended, instance.ended]);
}

/** n8n puts its editor's 1,000 compiled files there; linters pass by a folder of this name. */
const userFolderOf = ({ state }: SessionOptions): string => join(state, 'node_modules', 'n8n');

async function startInstance(options: SessionOptions): ReturnType<typeof startN8n> {
	const userFolder = userFolderOf(options);
	await mkdir(userFolder, { recursive: true });
	return await startN8n({
		port: options.port,
		userFolder,
		...(options.dev ? { env: reloading } : {}),
		packagesDir: options.packagesDir,
		logFile: join(logs, 'n8n.log'),
		portFlag: 'npm start -- --port',
	});
}

type Prepared = { n8n: N8nClient; workflows: Map<string, StoredWorkflow> };

/** Owner, credentials and example workflows: made at the first start, found again at the next. */
async function prepare(
	url: string,
	sandboxUrl: string,
	accounts: DemoAccounts,
	state: string,
): Promise<Prepared> {
	const n8n = await N8nClient.connect(url, owner);
	const credentials = await storeCredentials(
		n8n,
		demoCredentials(sandboxUrl, accounts, await n8n.credentialTypes()),
	);
	const examples = await readExamples();
	for (const [key, example] of examples)
		examples.set(key, fitExample(example, { sandbox: sandboxUrl, n8n: url }, credentials));
	await pasteWebhookUrl(sandboxUrl, accounts.ocriva.token, examples, url);
	const file = join(state, 'imported.json');
	const stored = await readFile(file, 'utf8').catch(() => '{}');
	const imported = JSON.parse(stored) as Imported;
	const workflows = await importExamples(n8n, examples, imported);
	await writeFile(file, JSON.stringify(imported, null, 2));
	return { n8n, workflows };
}

function describe({ workflows }: Prepared): string {
	return [...workflows.values()].map(({ name }) => name).join(', ');
}

async function readLetter(n8n: N8nClient, letter: StoredWorkflow): Promise<string> {
	const execution = await n8n.runWorkflow(letter.id, "When clicking 'Execute workflow'", 180_000);
	const text = outputOf(execution, 'Keep the text')[0]?.json.text;
	if (execution.status !== 'success' || typeof text !== 'string') {
		const reason = [execution.error?.message, execution.error?.description]
			.filter(Boolean)
			.join(' ');
		throw new Failure(`The workflow "${letter.name}" ended as ${execution.status}. ${reason}`);
	}
	return text;
}

onEnd(endChildren);
try {
	await run(JSON.parse(process.argv[2] ?? '') as SessionOptions);
	await endChildren();
} catch (error) {
	showFailure(error);
	await endChildren();
	process.exitCode = 1;
}
