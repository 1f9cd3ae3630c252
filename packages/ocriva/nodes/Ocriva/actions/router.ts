import { routerOf } from '../../shared/operations/router';
import { connect } from '../api/client';
import { document } from './document';
import { project } from './project';
import { record } from './record';
import { template } from './template';

export const { properties, route } = routerOf([document, project, record, template], connect);
