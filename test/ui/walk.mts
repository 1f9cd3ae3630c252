import { owner } from '../../sandbox/n8n/demo.mts';
import { startBrowser } from './browser.mts';
import { Editor } from './editor.mts';
import { hiddenTexts } from './sight.mts';
import { startWorld, type World } from './world.mts';
import type { Locator } from 'playwright-core';

/** A small laptop. */
const WINDOW = { width: 1280, height: 720 };
const MOST_CLICKS = 8;
const SEEN = 'Thank you for the wonderful weekend';

/** What a person does by hand, counted. */
class Hand {
	clicks = 0;
	pastes = 0;
	private readonly editor: Editor;

	constructor(editor: Editor) {
		this.editor = editor;
	}

	async click(what: Locator): Promise<void> {
		this.clicks++;
		await what.first().click();
		await this.editor.settle();
	}

	async type(where: Locator, text: string): Promise<void> {
		await where.fill(text);
		await this.editor.settle();
	}

	async paste(where: Locator, text: string): Promise<void> {
		this.pastes++;
		await this.type(where, text);
	}
}

/** From an empty workflow to the text of a letter, as somebody goes who has a credential. */
async function readFirstLetter(editor: Editor, world: World): Promise<Hand> {
	const { page } = editor;
	const hand = new Hand(editor);
	await page.goto(`${world.url}/workflow/new`);
	await hand.click(editor.part('canvas-plus-button'));
	await hand.click(page.getByText('Trigger manually'));
	await hand.click(editor.part('canvas-handle-plus'));
	await hand.type(editor.part('node-creator-search-bar'), 'handwriting');
	await hand.click(page.getByText('Handwriting OCR', { exact: true }));
	await hand.click(page.getByText('Upload document and get text'));
	await hand.click(editor.part('parameter-input-inputSource'));
	await hand.click(page.getByRole('option', { name: 'URL' }));
	const url = editor.part('parameter-input-documentUrl').locator('input, textarea').first();
	await hand.paste(url, `${world.sandboxUrl}/samples/letter.png`);
	await hand.click(editor.part('node-execute-button'));
	return hand;
}

const world = await startWorld();
const browser = await startBrowser();
try {
	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await browser.newPage({ viewport: WINDOW, colorScheme });
		const editor = new Editor(page, world.url);
		await editor.logIn(owner);
		const { clicks, pastes } = await readFirstLetter(editor, world);
		const cell = editor.part('output-panel').locator('td', { hasText: SEEN }).first();
		const seen = (await hiddenTexts(cell, 3)).length === 0;
		console.log(
			`${colorScheme}: ${clicks} clicks, ${pastes} paste, text ${seen ? 'seen' : 'hidden'}`,
		);
		const [picture] = process.argv.slice(2);
		if (picture !== undefined) await page.screenshot({ path: `${picture}-${colorScheme}.png` });
		if (!seen || clicks > MOST_CLICKS || pastes > 1) process.exitCode = 1;
		await page.close();
	}
} finally {
	await browser.close();
	await world.stop();
}
