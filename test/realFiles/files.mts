import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';

/** A file that somebody's program, phone or scanner wrote, out of a package of npm. */
export interface RealFile {
	package: string;
	version: string;
	/** Path in the package. */
	path: string;
	/** Its name, as a user would have it. */
	name: string;
	size: number;
	/** The media type by its content, whatever its name says; empty where it is none. */
	type: string;
	/** Null where nobody can tell: it is broken, or no document. */
	pages: number | null;
	/** What is special. */
	traits: string[];
}

/** The files of `files.csv`, in its order. */
export async function readFiles(): Promise<RealFile[]> {
	const text = await readFile(join(import.meta.dirname, 'files.csv'), 'utf8');
	const { data } = Papa.parse<string[]>(text.trim());
	return data.slice(1).map(([owner = '', version = '', path = '', ...rest]) => {
		const [size, type = '', pages, traits = ''] = rest;
		return {
			package: owner,
			version,
			path,
			name: path.split('/').at(-1) ?? path,
			size: Number(size),
			type,
			pages: pages ? Number(pages) : null,
			traits: traits.split(' '),
		};
	});
}
