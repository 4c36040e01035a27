import { Button, Dialog, DialogTrigger } from 'react-aria-components';
import { allPages, filingPages, measuringPages, type PageId } from '../../store/pages.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { MenuIcon } from '../parts/icons.tsx';
import { LabPopover } from '../parts/LabPopover.tsx';

/** Pages side by side, for wide windows. */
export function Navigation() {
  const { say } = useVoice();
  return (
    <nav className="nav" aria-label={say('nav.label')}>
      <ul>
        {measuringPages.map((page) => (
          <li key={page}>
            <PageLink page={page} />
          </li>
        ))}
        <li className="gap" aria-hidden="true" />
        {filingPages.map((page) => (
          <li key={page}>
            <PageLink page={page} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A real link, so that a page can be opened beside another; followed here it only changes what is shown. */
function PageLink({ page, onGo }: { readonly page: PageId; readonly onGo?: () => void }) {
  const { say } = useVoice();
  const { goTo } = useActions();
  const current = useLab((state) => state.page === page);
  return (
    <a
      className="item"
      href={`#page=${page}`}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo(page);
        onGo?.();
      }}
    >
      {say(`nav.${page}`)}
    </a>
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
          {({ close }) => (
            <ul className="menu-list">
              {allPages.map((page) => (
                <MenuItem key={page} page={page} onGo={close} />
              ))}
            </ul>
          )}
        </Dialog>
      </LabPopover>
    </DialogTrigger>
  );
}

function MenuItem({ page, onGo }: { readonly page: PageId; readonly onGo: () => void }) {
  const { say } = useVoice();
  const current = useLab((state) => state.page === page);
  return (
    <li aria-current={current ? 'page' : undefined}>
      <span className="hd">
        <PageLink page={page} onGo={onGo} />
      </span>
      <span className="muted tiny">{say(`nav.${page}.about`)}</span>
    </li>
  );
}
