import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { sample } from './ocr-samples.mts';

const samples = join(import.meta.dirname, '../../sandbox/samples');
const folder = mkdtempSync(join(tmpdir(), 'samples-'));

beforeAll(() => {
	execFileSync(process.execPath, [join(samples, 'make.mts'), folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what is committed is what is drawn', async () => {
	const names = readdirSync(folder).toSorted();
	expect(names).toEqual(
		readdirSync(samples)
			.filter((name) => !/\.(mts|md)$/.test(name))
			.toSorted(),
	);
	for (const name of names) {
		if (/\.(txt|json)$/.test(name))
			expect(readFileSync(join(folder, name), 'utf8')).toBe(sample(name).toString('utf8'));
		if (/\.(png|jpg)$/.test(name)) {
			// Not byte by byte: another processor may round the edge of a letter in another way.
			const pixels = async (file: Buffer) =>
				await sharp(file).greyscale().resize(200).raw().toBuffer();
			const [drawn, committed] = [
				await pixels(readFileSync(join(folder, name))),
				await pixels(sample(name)),
			];
			expect(drawn.length).toBe(committed.length);
			expect(
				Math.max(...drawn.map((value, index) => Math.abs(value - (committed[index] ?? 0)))),
			).toBeLessThan(40);
		}
	}
});

test('every file is small', () => {
	for (const name of readdirSync(samples))
		expect(statSync(join(samples, name)).size).toBeLessThan(300_000);
});
