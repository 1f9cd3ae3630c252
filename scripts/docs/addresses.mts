import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../sandbox/launch/paths.mjs';

/** Where a README names a file of the repository for those who read it elsewhere. */
const ADDRESS = /https?:\/\/[^\s()]+?(?=\/(?:raw|blob)\/HEAD\/)/g;

/** The repository's address in a browser, from the field of the root's package.json. */
export function repositoryAddress(): string {
	const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const { url } = Object(Object(manifest).repository);
	return String(url)
		.replace(/^git\+/, '')
		.replace(/\.git$/, '');
}

/**
 * A README with the repository's present address in front of its pictures and pages: the page of a
 * package on npm shows no relative ones.
 */
export function withAddress(readme: string): string {
	return readme.replaceAll(ADDRESS, repositoryAddress());
}
