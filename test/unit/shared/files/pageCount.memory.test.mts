import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LIMIT = 10 * 2 ** 20;
const COUNT = join(__dirname, 'countedMemory.mts');

it.each([
	['a large scan', 3],
	['many small objects', 3],
	['many nodes of a page tree', null],
	['an object without an end', null],
	['an object stream that unpacks to 200 MB', null],
	['a long object stream', null],
	['a long table', 3],
	['many tables', 3],
	['zeros at the end', 3],
	['a TIFF of which much looks like a directory', null],
])('holds at most 10 MB while it counts %s', async (name, expected) => {
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', COUNT, name]);
	const { held, pages } = JSON.parse(stdout) as { held: number; pages: number | null };
	expect(pages).toBe(expected);
	expect(held).toBeLessThanOrEqual(LIMIT);
});
