// What `npm run publish:all -- v0.2.0` runs: publishes all packages of that version with
// provenance. A package that the registry has already is left out, so that a run that broke off can
// be repeated. With `--dry-run` npm sends nothing, and placeholders are only told.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll, type Tarball } from './publish/packAll.mts';
import { obstacles } from './publish/readiness.mts';

const tag = process.argv.slice(2).find((arg) => !arg.startsWith('-')) ?? '';
const isDryRun = process.argv.includes('--dry-run');

function isPublished({ name, version }: Tarball): boolean {
	try {
		const found = execFileSync('npm', ['view', `${name}@${version}`, 'version'], {
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return found.toString().trim() === version;
	} catch {
		// npm fails for a package that the registry does not know.
		return false;
	}
}

function publish({ file }: Tarball, settings: string): void {
	const how = isDryRun ? ['--dry-run'] : ['--provenance'];
	execFileSync('npm', ['publish', file, '--access', 'public', '--ignore-scripts', ...how], {
		env: { ...process.env, npm_config_userconfig: settings },
		stdio: 'inherit',
	});
}

/**
 * npm takes a token from a file only, beside the address of the registry that it is for. Without a
 * token npm asks GitHub for one, where the registry trusts the workflow.
 */
async function writeSettings(folder: string): Promise<string> {
	const registry = execFileSync('npm', ['config', 'get', 'registry']).toString().trim();
	const file = join(folder, 'npmrc');
	const place = registry.replace(/^https?:/, '').replace(/\/?$/, '/');
	const hasToken = (process.env.NODE_AUTH_TOKEN ?? '') !== '';
	await writeFile(file, hasToken ? `${place}:_authToken=\${NODE_AUTH_TOKEN}\n` : '');
	return file;
}

async function publishAll(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'tarballs-'));
	try {
		const settings = await writeSettings(folder);
		for (const tarball of await packAll(folder)) {
			if (!isDryRun && isPublished(tarball))
				console.log(`${tarball.name} ${tarball.version} is published already.`);
			else publish(tarball, settings);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const found = await obstacles(tag);
for (const sentence of found) console.error(sentence);
if (found.length > 0 && !isDryRun) process.exitCode = 1;
else await publishAll();
