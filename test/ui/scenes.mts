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
	'folder-new-files-only': flowScene('folder-new-files-only', 620),
	'mail-attachments-to-rows': flowScene('mail-attachments-to-rows', 620),
	'form-photos-to-one-letter': flowScene('form-photos-to-one-letter', 620),
	'nightly-batch-with-report': flowScene('nightly-batch-with-report', 560),
	'check-by-hand': flowScene('check-by-hand', 560),
	'agent-that-asks-first': flowScene('agent-that-asks-first', 700),
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

/**
 * What else n8n lays over its canvas, and the marks of nodes without the credential of a stranger.
 */
const BARE = `
	[data-test-id=canvas-controls], [data-test-id=node-issues], [data-test-id=execute-workflow-button],
	[data-test-id=canvas-node] [class*=issues], [class*=executionButtons] { visibility: hidden }
`;

/** What n8n lays over the canvas at its top and at its right. Pixels. */
const TABS = 20;
const BUTTONS = { width: 60, height: 200 };
/** The canvas in the light theme. */
const GREY = '#f5f5f5';

/** The whole of an example on its canvas. */
function flowScene(name: string, windowHeight: number): Scene {
	return {
		take: async (editor, world) => {
			await editor.page.setViewportSize({ width: 1040, height: windowHeight });
			await editor.openWorkflow((await exampleFlow(world, name)).id);
			await editor.settle();
			const canvas = editor.part('canvas-wrapper');
			const picture = sharp(await canvas.screenshot({ style: BARE }));
			const { width, height } = await picture.metadata();
			const cover = { ...BUTTONS, channels: 3 as const, background: GREY };
			const covered = await picture
				.composite([{ input: { create: cover }, left: width - BUTTONS.width, top: 0 }])
				.toBuffer();
			const area = { left: 0, top: TABS, width, height: height - TABS };
			return await sharp(covered).extract(area).png().toBuffer();
		},
	};
}

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
