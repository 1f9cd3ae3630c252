import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join, relative } from 'node:path';
import { n8nDir } from '../../sandbox/launch/paths.mjs';
import { presentBuild } from './builds.mts';

/** Where, when and what was measured, in words that go beside a table. */
export type Circumstances = {
	/** Minute in UTC. */
	date: string;
	machine: string;
	/**
	 * Processes that wanted to run when the measurement began, as the system's average of the last
	 * minute; near 0 on a quiet machine.
	 */
	load: string;
	versions: string;
	/** Tells builds of the packages apart, as their version does not. */
	build: string;
};

/** This machine, now. To be asked before a measurement, as measuring is a load itself. */
export async function circumstances(): Promise<Circumstances> {
	const processors = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	const packagesDir = presentBuild();
	return {
		date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		machine: `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${memory} GB, ${type()} ${release()}`,
		load: (loadavg()[0] ?? 0).toFixed(1),
		versions: `n8n ${await versionOf(join(n8nDir, 'node_modules', 'n8n'))}, Node ${process.versions.node}, package ${await versionOf(join(packagesDir, 'n8n-nodes-handwriting-ocr'))}`,
		build: await hashOf(packagesDir),
	};
}

async function versionOf(folder: string): Promise<string> {
	const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	return typeof manifest === 'object' && manifest !== null && 'version' in manifest
		? String(manifest.version)
		: 'unknown';
}

/** The beginning of a SHA-256 over the scripts of a folder. */
async function hashOf(folder: string): Promise<string> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	const files = entries
		.filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
		.map(({ parentPath, name }) => join(parentPath, name));
	const hash = createHash('sha256');
	for (const file of files.toSorted())
		hash
			.update(relative(folder, file))
			.update('\0')
			.update(await readFile(file));
	return hash.digest('hex').slice(0, 8);
}
