import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startI18n } from './i18n/i18n';
import { startTheme } from './ui/theme';

startTheme();
await startI18n();
createRoot(document.getElementById('root')!).render(<App />);
