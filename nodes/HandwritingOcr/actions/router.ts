import { routerOf } from '../../shared/operations/router';
import { connect } from '../api/service';
import { account } from './account';
import { document } from './document';

export const { properties, route } = routerOf([document, account], connect);
