import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { n8nDir, root } from '../../sandbox/launch/paths.mjs';

/** Where and when something was measured, in words that go beside a table. */
export type Circumstances = { date: string; machine: string; versions: string };

/** This machine, now. */
export async function circumstances(): Promise<Circumstances> {
	const processors = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${memory} GB, ${type()} ${release()}`,
		versions: `n8n ${await versionOf(join(n8nDir, 'node_modules', 'n8n'))}, Node ${process.versions.node}, package ${await versionOf(root)}`,
	};
}

async function versionOf(folder: string): Promise<string> {
	const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}
