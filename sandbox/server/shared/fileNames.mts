/**
 * How the file names of uploads are written in lists: as they came, read as Latin-1 (as servers do
 * with parts of a form), decomposed, with `_` for blanks and what is not ASCII, or in capitals.
 */
export type FileNames = (typeof fileNamesSchema.enum)[number];

/** JSON Schema of {@link FileNames}. */
export const fileNamesSchema = {
	enum: ['kept', 'latin1', 'decomposed', 'underscores', 'capitals'],
} as const;

export function spelled(name: string, spelling: FileNames): string {
	if (spelling === 'latin1') return Buffer.from(name, 'utf8').toString('latin1');
	if (spelling === 'decomposed') return name.normalize('NFD');
	if (spelling === 'capitals') return name.toUpperCase();
	return spelling === 'underscores' ? name.replace(/[^\w.()-]/gu, '_') : name;
}
