import { routerOf } from '../../shared/operations/router';
import { connect } from '../api/client';
import { document } from './document';
import { result } from './result';
import { workflow } from './workflow';

export const { properties, route } = routerOf([document, result, workflow], connect);
