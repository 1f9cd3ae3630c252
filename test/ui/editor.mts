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

	/** "Execute workflow", until n8n says how it went. */
	async executeWorkflow(): Promise<void> {
		await this.part('execute-workflow-button').first().click();
		await this.dismissWord();
	}

	/** "Execute step" of the open node, until n8n says how it went. */
	async executeStep(): Promise<void> {
		await this.part('node-execute-button').first().click();
		await this.dismissWord();
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

	/** An element by the name that n8n gives it for tests. */
	part(name: string): Locator {
		return this.page.getByTestId(name);
	}

	/** Lets movements on the screen end. */
	async settle(): Promise<void> {
		await this.page.waitForTimeout(900);
	}

	/** n8n keeps in the browser how wide a node's panels were last. */
	private async forgetWidths(): Promise<void> {
		await this.page.evaluate(() => {
			for (const key of Object.keys(localStorage))
				if (/NDV/i.test(key)) localStorage.removeItem(key);
		});
	}

	/** Waits for n8n's word in the corner and closes it. */
	private async dismissWord(): Promise<void> {
		const word = this.page.locator('.el-notification').first();
		await word.waitFor({ timeout: LONG });
		await word.locator('.el-notification__closeBtn').click();
		await word.waitFor({ state: 'detached' });
		await this.settle();
	}
}
