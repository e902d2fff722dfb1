import 'graphiql/style.css';
import '@/explorer/explorer.css';
import { createRoot } from 'react-dom/client';
import '@/explorer/workers';
import { Explorer } from '@/explorer/explorer';
import { openLine } from '@/lib/explorer-line';

const root = document.getElementById('root');
if (root === null) throw new Error('explorer.html has no element with the id root.');
if (parent === window) {
  // Alone it has nobody to ask: the page that holds it is behind the sign-in.
  location.replace('/explorer');
} else {
  createRoot(root).render(<Explorer line={await openLine()} />);
}
