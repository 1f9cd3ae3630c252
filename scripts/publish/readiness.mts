import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedPackages } from '../../sandbox/launch/packages.mjs';
import { root } from '../../sandbox/launch/paths.mjs';

/** What stands in the way of publishing a version, as sentences; empty when nothing does. */
export async function obstacles(tag: string): Promise<string[]> {
	const version = tag.replace(/^v/, '');
	const changelog = await readFile(join(root, 'CHANGELOG.md'), 'utf8');
	const isDated = new RegExp(
		`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d\\d-\\d\\d$`,
		'm',
	);
	return [
		...publishedPackages
			.filter((one) => one.version !== version)
			.map((one) => `${one.name} has the version ${one.version}, the tag says ${version}.`),
		...(isDated.test(changelog) ? [] : [`CHANGELOG.md has no dated section for ${version}.`]),
		...(await placeholders()),
	];
}

async function placeholders(): Promise<string[]> {
	const found: string[] = [];
	for (const { name, folder } of publishedPackages) {
		const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		const { author, homepage, repository } = Object(manifest);
		const fields = Object.entries({ author, homepage, repository })
			.filter(([, value]) => JSON.stringify(value ?? 'example.com').includes('example.com'))
			.map(([field]) => field);
		if (fields.length > 0)
			found.push(`${name}: fill in ${fields.join(', ')}; there are placeholders in package.json.`);
	}
	return found;
}
