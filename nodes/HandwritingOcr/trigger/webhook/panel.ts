import type { TriggerPanelDefinition } from 'n8n-workflow';

const SETTINGS =
	'<a href="https://app.handwritingocr.com/settings?tab=documents" target="_blank">the Documents tab of your Handwriting OCR settings</a>';

const WHERE_TO_PASTE = `Paste it as webhook URL on ${SETTINGS}: then every document of the account starts the workflow. Or paste it into the option "Webhook URL" of an upload in the Handwriting OCR node: then this document does, and the URL in the settings is not called for it.`;

const SECRET =
	'<b>Webhook secret</b>: copy it from the same settings into the credential of this node. Then only deliveries that Handwriting OCR signed are let in. Without it, a delivery is only taken as a hint: the document is read from the API with your own token, so nothing that a stranger sends reaches the workflow. If deliveries start nothing, compare the secret: those with another signature are answered with 401.';

const REACHABLE =
	'Handwriting OCR has to reach n8n over the internet. If it cannot, use the Handwriting OCR Polling Trigger, which needs no URL.';

/** What the editor shows beside the trigger while nothing has been delivered. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Waiting for a finished document',
	executionsHelp: {
		inactive: [
			'<b>To try it out</b>: click "Execute step" ("Listen for test event" in older versions of n8n), open <b>Webhook URLs</b> at the top of this node, copy the <b>test URL</b>, and upload a document with it as "Webhook URL" (an option of the Handwriting OCR node). The test URL takes one delivery within two minutes.',
			`<b>To use it for good</b>: copy the <b>production URL</b>, which is another one in the same place, and publish (activate) the workflow. ${WHERE_TO_PASTE}`,
			SECRET,
			REACHABLE,
		].join('<br><br>'),
		active: [
			`The workflow starts by itself for each finished document; its runs are in the executions list. This is where the <b>production URL</b> goes, which stands under <b>Webhook URLs</b> at the top of this node: ${WHERE_TO_PASTE.replace('Paste it', 'paste it')}`,
			'The <b>test URL</b> is another one and takes a delivery only while the editor listens.',
			SECRET,
			REACHABLE,
		].join('<br><br>'),
	},
	activationHint:
		'Publish (activate) the workflow to use the production URL; it is not the test URL.',
};
