import { routerOf } from '../../shared/operations/router';
import { connect } from '../api/client';
import { account } from './account';
import { document } from './document';

export const { properties, route } = routerOf([document, account], connect);
