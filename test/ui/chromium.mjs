import { existsSync } from 'node:fs';
import { installFromDebian } from '../runner/debian.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Where Chromium is: what the environment variable CHROMIUM names, or the system's.
 * @returns {string | undefined}
 */
export function findChromium() {
	return process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
}

/** Installs Debian's Chromium where there is none. */
export async function installChromium() {
	if (findChromium() !== undefined) return;
	await installFromDebian(
		['chromium'],
		'The editor in a browser needs Chromium; the environment variable CHROMIUM may name one.',
	);
}
