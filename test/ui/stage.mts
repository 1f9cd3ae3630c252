import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { owner } from '../../sandbox/n8n/demo.mts';
import { startBrowser } from './browser.mts';
import { Editor } from './editor.mts';
import { sharedWorld, type SharedWorld } from './shared.mts';

/** The themes of n8n's editor. */
export const themes = ['light', 'dark'] as const;

export type Theme = (typeof themes)[number];

/** A small laptop. */
const WINDOW = { width: 1280, height: 720 };

const PICTURES = join(import.meta.dirname, '..', '..', '.cache', 'ui');

/** The editor in a browser of its own, in one theme. */
export class Stage {
	readonly theme: Theme;
	editor!: Editor;
	page!: Page;
	world!: SharedWorld;
	private browser?: Browser;

	constructor(theme: Theme) {
		this.theme = theme;
	}

	async open(): Promise<void> {
		this.world = sharedWorld();
		this.browser = await startBrowser();
		this.page = await this.browser.newPage({ viewport: WINDOW, colorScheme: this.theme });
		this.editor = new Editor(this.page, this.world.url);
		await this.editor.logIn(owner);
	}

	async close(): Promise<void> {
		await this.browser?.close();
	}

	/**
	 * Takes a picture for those who look at them after a run, once nothing moves any more.
	 * @param name of the file, without theme and ending
	 */
	async picture(name: string): Promise<void> {
		await this.editor.settle();
		await mkdir(join(PICTURES, this.theme), { recursive: true });
		await writeFile(join(PICTURES, this.theme, `${name}.png`), await this.editor.still());
	}
}

/** A stage for the tests of a block. Call it at the top of the block. */
export function useStage(theme: Theme): Stage {
	const stage = new Stage(theme);
	beforeAll(async () => await stage.open());
	afterAll(async () => await stage.close());
	return stage;
}
