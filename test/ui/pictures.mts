import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { owner } from '../../sandbox/n8n/demo.mts';
import { startBrowser } from './browser.mts';
import { Editor } from './editor.mts';
import { scenes } from './scenes.mts';
import { startWorld } from './world.mts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
const WINDOW = { width: 1280, height: 800 };
/** Bytes; a README with larger pictures is slow to open. */
const LARGEST = 150_000;

const wanted = process.argv.slice(2);

/**
 * Takes the pictures of the README from the real editor, all of them or those named on the command
 * line.
 */
async function main(): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const world = await startWorld();
	const browser = await startBrowser();
	try {
		const editor = new Editor(await browser.newPage({ viewport: WINDOW }), world.url);
		await editor.logIn(owner);
		for (const [name, { take, dark = false }] of Object.entries(scenes)) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			await editor.page.setViewportSize(WINDOW);
			await editor.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
			await save(name, await take(editor, world));
		}
	} finally {
		await browser.close();
		await world.stop();
	}
}

async function save(name: string, picture: Uint8Array): Promise<void> {
	const small = await sharp(picture).png({ palette: true, effort: 10 }).toBuffer();
	if (small.length > LARGEST)
		throw new Error(`${name}.png has ${small.length} bytes, which is more than ${LARGEST}`);
	await writeFile(join(FOLDER, `${name}.png`), small);
	console.log(`docs/images/${name}.png ${Math.round(small.length / 1000)} KB`);
}

await main();
