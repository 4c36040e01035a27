import { ToggleButton } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { BrandIcon, ThemeIcon } from '../parts/icons.tsx';
import { BackendBadge } from './BackendBadge.tsx';
import { Navigation, NavigationMenu } from './Navigation.tsx';

export function AppBar() {
  const { say } = useVoice();
  return (
    <header className="top">
      <div className="top-in">
        <NavigationMenu />
        <div className="brand">
          <BrandIcon />
          <span>{say('app.name')}</span>
        </div>
        <Navigation />
        <div className="top-tools">
          <BackendBadge />
          <SettingsButtons />
        </div>
      </div>
    </header>
  );
}

function SettingsButtons() {
  const { say } = useVoice();
  const { language, theme, size } = useLab((state) => state.settings);
  const { set } = useActions();
  return (
    <>
      <ToggleButton
        className="tool size"
        aria-label={say('settings.large')}
        isSelected={size === 'large'}
        onChange={(large) => set({ size: large ? 'large' : 'normal' })}
      >
        {say('settings.largeShort')}
      </ToggleButton>
      <button
        type="button"
        className="tool"
        lang={language === 'ja' ? 'en' : 'ja'}
        aria-label={say('settings.language')}
        onClick={() => set({ language: language === 'ja' ? 'en' : 'ja' })}
      >
        {say('settings.languageShort')}
      </button>
      <ToggleButton
        className="tool"
        aria-label={say('settings.dark')}
        isSelected={theme === 'dark'}
        onChange={(dark) => set({ theme: dark ? 'dark' : 'light' })}
      >
        <ThemeIcon />
      </ToggleButton>
    </>
  );
}
