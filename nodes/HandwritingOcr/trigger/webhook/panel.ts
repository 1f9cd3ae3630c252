import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

const SETTINGS =
	'<a href="https://app.handwritingocr.com/settings?tab=documents" target="_blank">Documents tab of your Handwriting OCR settings</a>';

const COPY = `Copy the production URL above into the ${SETTINGS}. n8n cannot do it for you.`;

const WHERE_TO_PASTE = `paste it as webhook URL on the ${SETTINGS}: then every document of the account starts the workflow. Or paste it into the option "Webhook URL" of an upload in the Handwriting OCR node: then this document does, and the URL in the settings is not called for it.`;

const SECRET =
	'<b>Webhook secret</b>: copy it from the same settings into the credential of this node. Then only deliveries that Handwriting OCR signed are let in. Without it, a delivery is only taken as a hint: the document is read from the API with your own token, so nothing that a stranger sends reaches the workflow. If deliveries start nothing, compare the secret: those with another signature are answered with 401.';

const REACHABLE =
	'Handwriting OCR has to reach n8n over the internet. If it cannot, use the Handwriting OCR Polling Trigger, which needs no URL.';

/** Shown below the URLs, as a trigger whose URL nobody pasted waits for ever. */
export const copyNotice: INodeProperties = {
	displayName: COPY,
	name: 'copyNotice',
	type: 'notice',
	default: '',
};

/**
 * What the editor shows beside the trigger while nothing has been delivered. While n8n listens, the
 * parameters cannot be clicked (seen in 2.40), so the test URL is copied first.
 */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Pull in a finished document',
	executionsHelp: {
		inactive: [
			'<b>To try it out</b>: 1. Open <b>Webhook URLs</b> at the top of this node and click the <b>test URL</b>: it is copied. 2. Click "Execute step" ("Listen for test event" in older versions of n8n). 3. Within two minutes, upload a document with this URL as "Webhook URL" (an option of the Handwriting OCR node), from a workflow in another browser tab.',
			`<b>To use it for good</b>: 1. Click the <b>production URL</b> in the same place: it is copied. 2. Publish (activate) the workflow. 3. To have documents delivered, ${WHERE_TO_PASTE}`,
			SECRET,
			REACHABLE,
		].join('<br><br>'),
		active: [
			`The workflow starts by itself for each finished document; its runs are in the executions list. If it does not, click the <b>production URL</b> under <b>Webhook URLs</b> at the top of this node to copy it, and ${WHERE_TO_PASTE}`,
			'The <b>test URL</b> takes a delivery only while the editor listens.',
			SECRET,
			REACHABLE,
		].join('<br><br>'),
	},
	activationHint: `Publish (activate) the workflow. ${COPY}`,
};
