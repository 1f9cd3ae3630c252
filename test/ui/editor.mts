import type { Locator, Page } from 'playwright-core';
import type { Owner } from '../../sandbox/n8n/client.mts';

/** The ways n8n shows a node's output. */
export type View = 'schema' | 'table' | 'json';

const LONG = 120_000;

/** n8n's editor in a browser's page, used as a person does: by what stands on the screen. */
export class Editor {
	readonly page: Page;
	private readonly url: string;

	/** @param url n8n's address without a slash at its end */
	constructor(page: Page, url: string) {
		this.page = page;
		this.url = url;
	}

	async logIn({ email, password }: Owner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[type=email]').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL('**/home/**');
	}

	async openWorkflow(id: string): Promise<void> {
		await this.forgetWidths();
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
		await this.settle();
	}

	/** Double click on a node of the canvas. */
	async openNode(name: string): Promise<void> {
		await this.part('canvas-node').filter({ hasText: name }).first().dblclick();
		await this.part('ndv').waitFor();
		await this.settle();
	}

	/** Back from a node to the canvas. */
	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'detached' });
	}

	/** Writes into a field of the open node or credential. @param parameter its name in the JSON */
	async fill(parameter: string, text: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).locator('input, textarea').first().fill(text);
	}

	/** Chooses in a field of the open node. @param option as it stands on the screen */
	async choose(parameter: string, option: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** "Execute workflow", until n8n says how it went. */
	async executeWorkflow(): Promise<void> {
		await this.part('execute-workflow-button').first().click();
		await this.dismissWord();
	}

	/** "Execute step" of the open node, until n8n says how it went. */
	async executeStep(): Promise<void> {
		await this.startStep();
		await this.dismissWord();
	}

	/** Clicks "Execute step" of the open node. */
	async startStep(): Promise<void> {
		await this.part('node-execute-button').first().click();
	}

	async showOutputAs(view: View): Promise<void> {
		await this.part('output-panel').getByTestId(`radio-button-${view}`).click();
		await this.settle();
	}

	/**
	 * Moves the open node's parameters to the side, so that there is room for its output.
	 * @param x pixels from the left
	 */
	async moveParameters(x: number): Promise<void> {
		const handle = this.part('panel-drag-button');
		await handle.hover();
		await this.page.mouse.down();
		await this.page.mouse.move(x, 60, { steps: 20 });
		await this.page.mouse.up();
		await this.settle();
	}

	async openCredential(name: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials`);
		await this.page.getByText(name, { exact: true }).first().click();
		await this.page.getByText('Connection tested successfully').waitFor();
		await this.settle();
	}

	/** What n8n says in the corner. */
	get word(): Locator {
		return this.page.locator('.el-notification').first();
	}

	/** An element by the name that n8n gives it for tests. */
	part(name: string): Locator {
		return this.page.getByTestId(name);
	}

	/** Lets movements on the screen end, but for those that never do. */
	async settle(): Promise<void> {
		await this.page.evaluate(async () => {
			const moving = () =>
				document
					.getAnimations()
					.filter(
						({ effect, playState }) =>
							playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
					);
			do {
				await Promise.allSettled(moving().map(async ({ finished }) => await finished));
				await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
			} while (moving().length > 0);
		});
	}

	/** A picture of the window once two in a row are the same. */
	async still(): Promise<Uint8Array> {
		let last = await this.page.screenshot({ animations: 'disabled' });
		for (;;) {
			const next = await this.page.screenshot({ animations: 'disabled' });
			if (next.equals(last)) return next;
			last = next;
		}
	}

	/** n8n keeps in the browser how wide a node's panels were last. */
	private async forgetWidths(): Promise<void> {
		await this.page.evaluate(() => {
			for (const key of Object.keys(localStorage))
				if (/NDV/i.test(key)) localStorage.removeItem(key);
		});
	}

	/** Waits for n8n's word in the corner and closes it, and others that come with it. */
	async dismissWord(): Promise<void> {
		await this.word.waitFor({ timeout: LONG });
		while (await this.word.isVisible()) {
			const close = this.word.locator('.el-notification__closeBtn');
			// It may be on its way out already.
			await close.click({ timeout: 1_000 }).catch(() => undefined);
			await this.settle();
		}
	}
}
