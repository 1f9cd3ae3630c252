import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

/** Gives n8n a folder of its own for files and settings. Must run before n8n-core is loaded. */
export function prepareEnvironment(): void {
	if (folder)
		throw new Error(
			'createEngine() may be called once in a test file: n8n keeps its state in the process',
		);
	folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	Object.assign(process.env, {
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: 'key-of-the-engine-tests',
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		GENERIC_TIMEZONE: 'UTC',
	});
}

export function removeEnvironment(): void {
	if (folder) rmSync(folder, { recursive: true, force: true });
}
