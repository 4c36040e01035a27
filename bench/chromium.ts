import { type Tools, withPage, withServer } from './browser.ts';
import { withBenchPage } from './builds.ts';
import type { Measured } from './row.ts';
import type { Settings } from './settings.ts';

const graphicsArgs = ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist'];
const softwareArgs = ['--enable-unsafe-swiftshader'];

/** Times the backends and the pool in a browser. */
export function measureChromium(tools: Tools, { say, ...settings }: Settings): Promise<Measured> {
  const vulkan = process.platform === 'linux' ? ['--enable-features=Vulkan'] : []; // WebGPU needs it there
  const args = [...graphicsArgs, ...(settings.software ? softwareArgs : vulkan)];
  return withBenchPage((folder) =>
    withServer(tools, folder, (address) =>
      withPage(tools, args, async (page) => {
        page.on('console', (message) => (message.type() === 'info' ? say(message.text()) : undefined));
        await page.goto(`${address}bench/page/index.html`);
        // As text, because a function would arrive with helpers of the compiler that the page does not have.
        return (await page.evaluate(`measureChromium(${JSON.stringify(settings)})`)) as Measured;
      }),
    ),
  );
}
