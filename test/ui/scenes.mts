import { join } from 'node:path';
import sharp from 'sharp';
import type { Editor } from './editor.mts';
import { exampleFlow, servicesFlow, triggerFlow, uploadFlow } from './flows.mts';
import type { World } from './world.mts';

/** One picture: what has to be done in the editor before it is taken. */
export type Scene = { take: (editor: Editor, world: World) => Promise<Uint8Array>; dark?: boolean };

const LETTER = join(import.meta.dirname, '..', '..', 'sandbox', 'samples', 'letter.png');

/** The pictures by file name without `.png`. */
export const scenes: Record<string, Scene> = {
	canvas: { take: canvas },
	'canvas-dark': { take: canvas, dark: true },
	'letter-and-text': {
		take: async (editor, world) => {
			await editor.page.setViewportSize({ width: 1080, height: 640 });
			await editor.openWorkflow((await uploadFlow(world, 'Read a letter', 'letter.png', {})).id);
			await editor.openNode('Handwriting OCR');
			await editor.moveParameters(10);
			await editor.executeStep();
			await editor.showOutputAs('json');
			return await besides(LETTER, await editor.page.screenshot());
		},
	},
	'table-rows': {
		take: async (editor, world) => {
			await editor.openWorkflow(
				(
					await uploadFlow(world, 'Rows of a table', 'table.png', {
						documentAction: 'tables',
						output: 'rows',
					})
				).id,
			);
			await editor.openNode('Handwriting OCR');
			await editor.moveParameters(10);
			await editor.executeStep();
			await editor.showOutputAs('table');
			return await editor.page.screenshot();
		},
	},
	'receipt-natif-ai': {
		take: async (editor, world) => {
			await editor.openWorkflow((await exampleFlow(world, 'read-a-receipt-with-natif')).id);
			await editor.openNode('Read the receipt');
			await editor.moveParameters(10);
			await editor.executeStep();
			await editor.showOutputAs('json');
			return await editor.page.screenshot();
		},
	},
	'three-services': {
		take: async (editor, world) => {
			await editor.page.setViewportSize({ width: 1280, height: 780 });
			await editor.openWorkflow((await servicesFlow(world, 'letter.png')).id);
			await editor.executeWorkflow();
			return await editor.page.screenshot();
		},
	},
	error: {
		take: async (editor, world) => {
			await editor.openWorkflow(
				(await uploadFlow(world, 'No credits', 'letter.png', {}, world.emptyCredential)).id,
			);
			await editor.openNode('Handwriting OCR');
			await editor.executeStep();
			return await editor.page.screenshot();
		},
	},
	credential: {
		take: async (editor, world) => {
			await editor.openCredential(world.credential.name);
			return await editor.page.screenshot();
		},
	},
	trigger: {
		take: async (editor, world) => {
			await editor.page.setViewportSize({ width: 1280, height: 960 });
			await editor.openWorkflow((await triggerFlow(world)).id);
			await editor.openNode('Handwriting OCR Trigger');
			await editor.page.getByText('Webhook URLs').click();
			await editor.page.getByText('When will this node trigger my flow?').click();
			await editor.settle();
			return await editor.page.screenshot();
		},
	},
};

async function canvas(editor: Editor, world: World): Promise<Uint8Array> {
	await editor.openWorkflow((await exampleFlow(world, 'read-a-letter')).id);
	await editor.executeWorkflow();
	return await editor.page.screenshot();
}

/**
 * A page of paper to the left of a picture, both as high. The paper gets a little lighter: its
 * texture would be most of the file.
 */
async function besides(paper: string, picture: Uint8Array): Promise<Uint8Array> {
	const { width = 0, height = 0 } = await sharp(picture).metadata();
	const left = await sharp(paper)
		.resize({ height })
		.linear(1.25, -30)
		.png()
		.toBuffer({ resolveWithObject: true });
	return await sharp({
		create: { width: left.info.width + width, height, channels: 3, background: 'white' },
	})
		.composite([
			{ input: left.data, left: 0, top: 0 },
			{ input: Buffer.from(picture), left: left.info.width, top: 0 },
		])
		.png()
		.toBuffer();
}
