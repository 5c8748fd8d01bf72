/* The local service in a process of its own, with the usual settings but for BENCH_POOL. Ends with its standard input. */
import { startLocalService } from '../../packages/local/lib/index.js';

const service = await startLocalService({ pool: Number(process.env.BENCH_POOL) });
process.stdout.write(`${JSON.stringify({ url: service.url, report: service.report })}\n`);
process.stdin.resume().on('end', () => service.close());
