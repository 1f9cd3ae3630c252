import type { TriggerPanelDefinition } from 'n8n-workflow';

const GUIDE =
	'<a href="https://ocriva.com/en/documents-specification/webhooks-setup" target="_blank">Ocriva\'s guide to webhooks</a>';

const WHERE_TO_PASTE = `Paste it in the Ocriva web app under <b>Organization Settings → Webhooks → Add Endpoint</b> and choose the same events there as here; ${GUIDE} shows it. One endpoint delivers for all projects of the organization. Webhooks come with the Pro plan and higher ones.`;

const SECRET =
	'<b>Webhook secret</b>: make one up, enter it in the endpoint and in the credential of this node. Then only deliveries that Ocriva signed are let in. Without it, a delivery is only taken as a hint: what it tells of is read from the API with your own key, so nothing that a stranger sends reaches the workflow. A deleted template cannot be confirmed that way and starts nothing. If deliveries start nothing, compare the secret: those with another signature are answered with 401.';

const REACHABLE = 'Ocriva has to reach n8n over the internet.';

/** What the editor shows beside the trigger while nothing has been delivered. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Waiting for an event of Ocriva',
	executionsHelp: {
		inactive: [
			'<b>To try it out</b>: click "Execute step" ("Listen for test event" in older versions of n8n), open <b>Webhook URLs</b> at the top of this node, copy the <b>test URL</b> into an endpoint in Ocriva, and upload a document. The test URL takes one delivery within two minutes.',
			`<b>To use it for good</b>: copy the <b>production URL</b> from the same place, which is another one, and publish (activate) the workflow. ${WHERE_TO_PASTE}`,
			SECRET,
			REACHABLE,
		].join('<br><br>'),
		active: [
			`The workflow starts by itself for each event; its runs are in the executions list. This is where the <b>production URL</b> goes, which stands under <b>Webhook URLs</b> at the top of this node: ${WHERE_TO_PASTE.replace('Paste it', 'paste it')}`,
			'The <b>test URL</b> is another one and takes a delivery only while the editor listens.',
			SECRET,
			REACHABLE,
		].join('<br><br>'),
	},
	activationHint:
		'Publish (activate) the workflow to use the production URL; it is not the test URL.',
};
