import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

const GUIDE =
	'<a href="https://ocriva.com/en/documents-specification/webhooks-setup" target="_blank">Ocriva\'s guide to webhooks</a>';

const ENDPOINTS = '<b>Organization Settings → Webhooks → Add Endpoint</b>';

const COPY = `Copy the production URL above into the settings of your Ocriva organization: ${ENDPOINTS}. n8n cannot do it for you.`;

const WHERE_TO_PASTE = `paste it in the Ocriva web app under ${ENDPOINTS} and choose the same events there as here; ${GUIDE} shows it. One endpoint delivers for all projects of the organization. Webhooks come with the Pro plan and higher ones.`;

const SECRET =
	'<b>Webhook secret</b>: make one up, enter it in the endpoint and in the credential of this node. Then only deliveries that Ocriva signed are let in. Without it, a delivery is only taken as a hint: what it tells of is read from the API with your own key, so nothing that a stranger sends reaches the workflow. A deleted template cannot be confirmed that way and starts nothing. If deliveries start nothing, compare the secret: those with another signature are answered with 401.';

const REACHABLE = 'Ocriva has to reach n8n over the internet.';

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
	header: 'Pull in an event of Ocriva',
	executionsHelp: {
		inactive: [
			`<b>To try it out</b>: 1. Open <b>Webhook URLs</b> at the top of this node and click the <b>test URL</b>: it is copied. 2. Paste it into an endpoint in Ocriva (${ENDPOINTS}). 3. Click "Execute step" ("Listen for test event" in older versions of n8n). 4. Within two minutes, upload a document in Ocriva, in another browser tab.`,
			`<b>To use it for good</b>: 1. Click the <b>production URL</b> in the same place: it is copied. 2. Publish (activate) the workflow. 3. To have events delivered, ${WHERE_TO_PASTE}`,
			SECRET,
			REACHABLE,
		].join('<br><br>'),
		active: [
			`The workflow starts by itself for each event; its runs are in the executions list. If it does not, click the <b>production URL</b> under <b>Webhook URLs</b> at the top of this node to copy it, and ${WHERE_TO_PASTE}`,
			'The <b>test URL</b> takes a delivery only while the editor listens.',
			SECRET,
			REACHABLE,
		].join('<br><br>'),
	},
	activationHint: `Publish (activate) the workflow. ${COPY}`,
};
