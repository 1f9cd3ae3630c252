/**
 * How the file names of uploads are written in lists: as they came, read as Latin-1 (as servers do
 * with parts of a form), decomposed, or with `_` for blanks and what is not ASCII.
 */
export type FileNames = (typeof fileNamesSchema.enum)[number];

/** JSON Schema of {@link FileNames}. */
export const fileNamesSchema = { enum: ['kept', 'latin1', 'decomposed', 'underscores'] } as const;

export function spelled(name: string, spelling: FileNames): string {
	if (spelling === 'latin1') return Buffer.from(name, 'utf8').toString('latin1');
	if (spelling === 'decomposed') return name.normalize('NFD');
	return spelling === 'underscores' ? name.replace(/[^\w.()-]/gu, '_') : name;
}
