import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Canvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import './fonts.mts';
import { drawForm } from './form.mts';
import { drawLetter } from './letter.mts';
import { drawReceipt } from './receipt.mts';
import { drawRecipe } from './recipe.mts';
import type { Sample } from './sample.mts';
import { drawTable } from './table.mts';

// node sandbox/samples/make.mts [DIR]: draws the sample pages again, into this folder or another
// one.
const folder = process.argv[2] ?? import.meta.dirname;

function picture(canvas: Canvas): Sharp {
	return sharp(canvas.toBuffer('image/png')).removeAlpha();
}

async function write(name: string, content: string | Uint8Array): Promise<void> {
	await writeFile(join(folder, name), content);
}

async function writeText({ name, text }: Sample): Promise<void> {
	await write(`${name}.txt`, `${text.join('\n\f')}\n`);
}

async function writePng(sample: Sample): Promise<void> {
	for (const page of sample.pages) {
		await write(
			`${sample.name}.png`,
			await picture(page).png({ palette: true, quality: 80, effort: 10 }).toBuffer(),
		);
	}
	await writeText(sample);
}

async function writeJpeg(sample: Sample): Promise<void> {
	for (const page of sample.pages)
		await write(`${sample.name}.jpg`, await picture(page).jpeg({ quality: 82 }).toBuffer());
	await writeText(sample);
}

/** A4 pages with one picture each, as a scanner makes them. */
async function writePdf(sample: Sample): Promise<void> {
	const pdf = new PDFDocument({
		autoFirstPage: false,
		info: { Title: 'Plum cake', CreationDate: new Date('2024-10-20T10:00:00Z') },
	});
	const written = pipeline(pdf, createWriteStream(join(folder, `${sample.name}.pdf`)));
	for (const page of sample.pages) {
		const jpeg = await picture(page).jpeg({ quality: 80 }).toBuffer();
		pdf
			.addPage({ size: 'A4', margin: 0 })
			.image(jpeg, 0, 0, { width: pdf.page.width, height: pdf.page.height });
	}
	pdf.end();
	await written;
	await writeText(sample);
}

const form = drawForm();
const table = drawTable();
await writePng(drawLetter());
await writePng(form);
await write('form.json', `${JSON.stringify(form.fields, null, '\t')}\n`);
await writePng(table);
await write('table.json', `${JSON.stringify(table.rows, null, '\t')}\n`);
await writeJpeg(drawReceipt());
await writePdf(drawRecipe());
