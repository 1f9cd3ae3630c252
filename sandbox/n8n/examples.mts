import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
	Credential,
	N8nClient,
	StoredCredential,
	StoredWorkflow,
	Workflow,
} from './client.mts';

const FOLDER = join(import.meta.dirname, '..', '..', 'workflows');

const SAMPLES = join(import.meta.dirname, '..', 'samples');

/** The sandbox's address as the example workflows name it. */
const SANDBOX_URL = 'http://127.0.0.1:4810';

/** n8n's address as they name it, where they give out the URL of a trigger. */
const N8N_URL = 'http://127.0.0.1:5678';

/** The folder of files as they name it; here it is the one that the local n8n may read. */
const SCANS = '/home/node/.n8n-files/scans';

/** The example workflows, by file name without `.json`. */
export async function readExamples(): Promise<Map<string, Workflow>> {
	const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
	const texts = await Promise.all(files.map((file) => readFile(join(FOLDER, file), 'utf8')));
	return new Map(
		files.map((file, index) => [
			file.slice(0, -'.json'.length),
			JSON.parse(texts[index] ?? '') as Workflow,
		]),
	);
}

/** Stores the credentials, in place of those with the same name. */
export async function storeCredentials(
	n8n: N8nClient,
	wanted: Credential[],
): Promise<StoredCredential[]> {
	const present = await n8n.credentials();
	const stored: StoredCredential[] = [];
	for (const credential of wanted) {
		const earlier = present.find(
			({ name, type }) => name === credential.name && type === credential.type,
		);
		stored.push(
			earlier === undefined
				? await n8n.createCredential(credential)
				: await n8n.updateCredential(earlier.id, credential),
		);
	}
	return stored;
}

/**
 * An example as it runs here: with the addresses of this sandbox and this n8n, with these
 * credentials, and with the samples as the folder of scans unless another one is given.
 */
export function fitExample(
	example: Workflow,
	addresses: { sandbox: string; n8n: string; scans?: string },
	credentials: StoredCredential[],
): Workflow {
	const text = JSON.stringify(example)
		.replaceAll(SANDBOX_URL, addresses.sandbox)
		.replaceAll(N8N_URL, addresses.n8n)
		.replaceAll(SCANS, JSON.stringify(addresses.scans ?? SAMPLES).slice(1, -1));
	const workflow = JSON.parse(text) as Workflow;
	for (const node of workflow.nodes) {
		for (const type of Object.keys(node.credentials ?? {})) {
			const credential = credentials.find((candidate) => candidate.type === type);
			if (credential !== undefined)
				node.credentials = {
					...node.credentials,
					[type]: { id: credential.id, name: credential.name },
				};
		}
	}
	return workflow;
}

/**
 * The URL of the first trigger of a type among the examples, for services that are told it in their
 * settings; null when there is none.
 */
export function triggerUrl(
	examples: Map<string, Workflow>,
	type: string,
	n8nUrl: string,
	path: string,
): string | null {
	const trigger = [...examples.values()]
		.flatMap(({ nodes }) => nodes)
		.find((node) => node.type === type);
	return trigger?.webhookId === undefined ? null : `${n8nUrl}/webhook/${trigger.webhookId}/${path}`;
}

/** What an earlier import stored: by example, the workflow's id and what it was made from. */
export type Imported = Record<string, { id: string; source: string }>;

/**
 * Creates the examples that n8n does not have and updates those whose file has changed. One that
 * the user has changed stays as it is until its file changes. Adds to `imported`.
 */
export async function importExamples(
	n8n: N8nClient,
	examples: Map<string, Workflow>,
	imported: Imported,
): Promise<Map<string, StoredWorkflow>> {
	const present = await n8n.workflows();
	const stored = new Map<string, StoredWorkflow>();
	for (const [key, example] of examples) {
		const source = createHash('sha256').update(JSON.stringify(example)).digest('hex');
		const last = imported[key];
		const earlier =
			present.find(({ id }) => id === last?.id) ??
			present.find(({ name }) => name === example.name);
		const { active: _, id: __, ...content } = example;
		let workflow = earlier;
		if (workflow === undefined) workflow = await n8n.createWorkflow(content);
		else if (last?.source !== source) workflow = await n8n.updateWorkflow(workflow.id, content);
		imported[key] = { id: workflow.id, source };
		stored.set(key, workflow);
	}
	return stored;
}
