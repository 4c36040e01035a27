import { Button, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { useVoice } from '../lab.tsx';
import { MenuIcon } from '../parts/icons.tsx';
import { LabPopover } from '../parts/LabPopover.tsx';
import { filingPages, measuringPages, type PageId } from './pages.ts';

/** Pages side by side, for wide windows. */
export function Navigation() {
  const { say } = useVoice();
  return (
    <nav className="nav" aria-label={say('nav.label')}>
      <ul>
        {measuringPages.map((page) => (
          <li key={page}>{page === 'evaluate' ? <CurrentPage page={page} /> : <PlannedPage page={page} />}</li>
        ))}
        <li className="gap" aria-hidden="true" />
        {filingPages.map((page) => (
          <li key={page}>
            <PlannedPage page={page} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function CurrentPage({ page }: { readonly page: PageId }) {
  const { say } = useVoice();
  return (
    <span className="item" aria-current="page">
      {say(`nav.${page}`)}
    </span>
  );
}

/** Says honestly that the page does not exist yet, instead of leading nowhere. */
function PlannedPage({ page }: { readonly page: PageId }) {
  const { say } = useVoice();
  return (
    <DialogTrigger>
      <Button className="item">{say(`nav.${page}`)}</Button>
      <LabPopover kind="text" placement="bottom start">
        <Dialog>
          <Heading slot="title" level={2}>
            {say(`nav.${page}`)}
            <span className="tag">{say('nav.planned')}</span>
          </Heading>
          <p>{say(`nav.${page}.about`)}</p>
          <p className="muted">{say('nav.plannedNote')}</p>
        </Dialog>
      </LabPopover>
    </DialogTrigger>
  );
}

/** The same pages in a menu, for narrow windows. */
export function NavigationMenu() {
  const { say } = useVoice();
  return (
    <DialogTrigger>
      <Button className="tool menu" aria-label={say('nav.menu')}>
        <MenuIcon />
      </Button>
      <LabPopover kind="list" placement="bottom start">
        <Dialog aria-label={say('nav.menu')}>
          <ul className="menu-list">
            {[...measuringPages, ...filingPages].map((page) => (
              <li key={page} aria-current={page === 'evaluate' ? 'page' : undefined}>
                <span className="hd">
                  {say(`nav.${page}`)}
                  {page !== 'evaluate' && <span className="tag">{say('nav.planned')}</span>}
                </span>
                <span className="muted tiny">{say(`nav.${page}.about`)}</span>
              </li>
            ))}
          </ul>
        </Dialog>
      </LabPopover>
    </DialogTrigger>
  );
}
