import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/app/global.css';
import { App } from '@/app/app';
import { start } from '@/app/start';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root.');
createRoot(root).render(
  <StrictMode>
    <App starting={start()} />
  </StrictMode>,
);
