import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import {
	countPages,
	detectType,
	recognize,
	renderPages,
	UnreadableFileError,
} from '../../sandbox/ocr/index.mts';
import { sample } from './ocr-samples.mts';

async function pdf(options: PDFKit.PDFDocumentOptions, pages: number): Promise<Buffer> {
	const document = new PDFDocument({ ...options, autoFirstPage: false });
	const chunks: Buffer[] = [];
	document.on('data', (chunk: Buffer) => chunks.push(chunk));
	for (let page = 1; page <= pages; page++) document.addPage().text(`Page ${page}`);
	document.end();
	await new Promise((resolve) => document.on('end', resolve));
	return Buffer.concat(chunks);
}

/** The reason why a file is refused, the same by each way to open it. */
async function reasonOf(file: Uint8Array): Promise<{ reason: string; message: string }> {
	const error = await renderPages(file, 'application/octet-stream').then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof UnreadableFileError)) throw new Error(`not refused: ${String(error)}`);
	await expect(recognize(file, 'application/octet-stream')).rejects.toThrow(error.message);
	return { reason: error.reason, message: error.message };
}

describe('the type of a file comes from its bytes', () => {
	test.each([
		['%PDF-1.7\n%\xe2\xe3', 'application/pdf'],
		['\r\n%PDF-1.4\n', 'application/pdf'],
		['\x89PNG\r\n\x1a\n', 'image/png'],
		['\xff\xd8\xff\xe0', 'image/jpeg'],
		['GIF89a', 'image/gif'],
		['II*\0\x08\0\0\0', 'image/tiff'],
		['MM\0*\0\0\0\x08', 'image/tiff'],
		['RIFF\x10\x20\x0a\0WEBPVP8 ', 'image/webp'],
		['\0\0\0\x1cftypheic', 'image/heic'],
		['\0\0\0\x1cftypavif', 'image/avif'],
		['', null],
		['Dear Rosa, thank you', null],
		['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
		['PK\x03\x04 a word processor file', null],
		['RIFF\x10\x20\x0a\0WAVEfmt ', null],
		['BM a bitmap', null],
	])('%j is %s', (bytes, type) => {
		expect(detectType(Buffer.from(bytes, 'latin1'))).toBe(type);
	});
});

describe('files that cannot be read say why', () => {
	test('a text file that is called a PDF', async () => {
		const file = Buffer.from('Shopping list: apples, pears, plums');
		expect(detectType(file)).toBeNull();
		await expect(countPages(file, 'application/pdf')).rejects.toMatchObject({
			name: 'UnreadableFileError',
			reason: 'unsupported',
		});
	});

	test('a broken PDF', async () => {
		expect(await reasonOf(sample('two-pages.pdf').subarray(0, 3000))).toMatchObject({
			reason: 'broken',
			message: expect.stringMatching(/PDF is damaged/),
		});
		await expect(
			countPages(Buffer.from('%PDF-1.4\nnothing else'), 'application/pdf'),
		).rejects.toMatchObject({ reason: 'broken' });
	});

	test('a PDF with a password', async () => {
		expect(await reasonOf(await pdf({ userPassword: 'secret' }, 1))).toMatchObject({
			reason: 'encrypted',
			message: expect.stringMatching(/password/),
		});
	});

	test('half a JPEG', async () => {
		const jpeg = sample('receipt.jpg');
		expect(await reasonOf(jpeg.subarray(0, jpeg.length / 2))).toMatchObject({
			reason: 'broken',
			message: expect.stringMatching(/image is damaged/),
		});
	});

	test('a PNG that ends in its header', async () => {
		expect(await reasonOf(sample('letter.png').subarray(0, 30))).toMatchObject({
			reason: 'broken',
			message: 'The image is damaged (image/png): Input buffer has corrupt header',
		});
	});

	test('half a HEIC photo', async () => {
		const heic = Buffer.concat([
			Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
			Buffer.alloc(200),
		]);
		expect(await reasonOf(heic)).toMatchObject({
			reason: 'broken',
			message: expect.stringMatching(/HEIC image is damaged/),
		});
	});

	test('a small file that unpacks to a huge image', async () => {
		const bomb = await sharp({
			create: { width: 16_000, height: 9_000, channels: 3, background: '#fff' },
		})
			.png({ palette: true })
			.toBuffer();
		expect(bomb.length).toBeLessThan(200_000);
		expect(await reasonOf(bomb)).toMatchObject({
			reason: 'too-large',
			message: expect.stringMatching(/16000 x 9000/),
		});
	});

	test('more pages than a document has', async () => {
		await expect(countPages(await pdf({}, 1001), 'application/pdf')).rejects.toMatchObject({
			reason: 'too-large',
		});
	});
});

test('pages are counted', async () => {
	expect(await countPages(await pdf({}, 12), 'application/pdf')).toBe(12);
	expect(await countPages(sample('letter.png'), 'image/png')).toBe(1);
});

test('a long strip keeps its width', async () => {
	const strip = await sharp({
		create: { width: 800, height: 8000, channels: 3, background: '#fff' },
	})
		.png()
		.toBuffer();
	expect(await renderPages(strip, 'image/png')).toMatchObject([{ width: 800, height: 8000 }]);
});

describe('the command', () => {
	const run = promisify(execFile);
	const command = join(import.meta.dirname, '../../sandbox/ocr/main.mts');
	const folder = mkdtempSync(join(tmpdir(), 'ocr-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	test('prints what it reads, and ends', async () => {
		const { stdout } = await run(process.execPath, [
			command,
			join(import.meta.dirname, '../../sandbox/samples/form.png'),
		]);
		expect(JSON.parse(stdout)).toMatchObject({
			type: 'image/png',
			pageCount: 1,
			pages: [
				{ pageNumber: 1, fields: expect.arrayContaining([{ label: 'Town', value: 'Ashford' }]) },
			],
		});
	});

	test('prints an error and nothing else', async () => {
		const file = join(folder, 'photo.heic');
		writeFileSync(
			file,
			Buffer.concat([
				Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
				Buffer.alloc(200),
			]),
		);
		const failure: { code: number; stdout: string } = await run(process.execPath, [
			command,
			file,
		]).then(
			() => {
				throw new Error('did not fail');
			},
			(error) => error,
		);
		expect(failure.code).toBe(1);
		expect(JSON.parse(failure.stdout)).toMatchObject({
			type: 'image/heic',
			error: { reason: 'broken' },
		});
	});
});
