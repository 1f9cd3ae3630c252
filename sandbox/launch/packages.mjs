import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} PublishedPackage
 * @property {string} name as npm knows it
 * @property {string} version
 * @property {string} folder where its package.json is
 * @property {string[]} nodes names of its nodes, such as `handwritingOcr`
 * @property {string[]} files where its compiled nodes are, below its folder
 */

/**
 * The packages that are published from this repository: the root and each folder of `packages/`.
 * @type {PublishedPackage[]}
 */
export const publishedPackages = [
	root,
	...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)),
].map(readPackage);

/**
 * The type under which n8n knows a node: `natifAi` becomes `n8n-nodes-natif-ai.natifAi`.
 * @param {string} node
 */
export function nodeType(node) {
	const owner = publishedPackages.find(({ nodes }) => nodes.includes(node));
	if (!owner) throw new Error(`No package of this repository has a node "${node}"`);
	return `${owner.name}.${node}`;
}

/**
 * @param {string} folder
 * @returns {PublishedPackage}
 */
function readPackage(folder) {
	const { name, version, n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	/** @type {string[]} */
	const files = n8n.nodes;
	return { name, version, folder, nodes: files.map(nodeName), files };
}

/** @param {string} file such as `dist/nodes/NatifAi/NatifAi.node.js` */
function nodeName(file) {
	const name = file.slice(file.lastIndexOf('/') + 1, file.indexOf('.node.js'));
	return name.charAt(0).toLowerCase() + name.slice(1);
}
