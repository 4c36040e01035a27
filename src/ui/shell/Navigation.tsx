import { Button, Dialog, DialogTrigger, Heading } from 'react-aria-components';
import { allPages, filingPages, isOpenPage, measuringPages, type OpenPage, type PageId } from '../../store/pages.ts';
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
            <NavigationItem page={page} />
          </li>
        ))}
        <li className="gap" aria-hidden="true" />
        {filingPages.map((page) => (
          <li key={page}>
            <NavigationItem page={page} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

const NavigationItem = ({ page }: { readonly page: PageId }) =>
  isOpenPage(page) ? <PageLink page={page} /> : <PlannedPage page={page} />;

/** A real link, so that a page can be opened beside another; followed here it only changes what is shown. */
function PageLink({ page, onGo }: { readonly page: OpenPage; readonly onGo?: () => void }) {
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
        {isOpenPage(page) ? <PageLink page={page} onGo={onGo} /> : say(`nav.${page}`)}
        {!isOpenPage(page) && <span className="tag">{say('nav.planned')}</span>}
      </span>
      <span className="muted tiny">{say(`nav.${page}.about`)}</span>
    </li>
  );
}
