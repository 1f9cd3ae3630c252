import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser } from 'playwright-core';

const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--hide-scrollbars',
];

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Starts the Chromium that the environment variable CHROMIUM names, or the system's. Throws when
 * there is none.
 */
export async function startBrowser(): Promise<Browser> {
	const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
	if (executablePath === undefined)
		throw new Error(
			`No Chromium at ${PLACES.join(', ')}. Install one, or name it in the environment variable CHROMIUM.`,
		);
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath, args: FLAGS });
}
