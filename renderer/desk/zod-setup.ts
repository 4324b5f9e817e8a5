import { z } from 'zod';

// Must run before the first schema is made: zod otherwise probes `new Function`, which the page's policy reports.
z.config({ jitless: true });
