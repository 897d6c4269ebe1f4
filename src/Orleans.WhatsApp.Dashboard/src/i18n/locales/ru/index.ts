import app from './app.json';
import chats from './chats.json';
import problems from './problems.json';
import settings from './settings.json';
import why from './why.json';

export default { ...app, ...chats, ...settings, problems, why };
