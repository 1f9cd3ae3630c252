import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Leaves declarations of parameters, `const x: INodeProperties = ...`, as they are. */
const parameters = {
	/** @param {import('@stryker-mutator/api/ignore').NodePath} path */
	shouldIgnore(path) {
		if (!path.isVariableDeclarator()) return undefined;
		const { typeAnnotation } = path.node.id.typeAnnotation ?? {};
		return typeAnnotation?.typeName?.name === 'INodeProperties'
			? 'The texts of a parameter are data.'
			: undefined;
	},
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'parameters', parameters)];
