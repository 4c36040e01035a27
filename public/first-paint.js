// Language, theme and text size before the first paint; the page takes over from here.
(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('lab.settings')) ?? {};
  } catch {
    // storage may be blocked
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const asked = /[?#&]lang=(en|ja)/.exec(location.href)?.[1];
  root.lang = asked ?? kept.language ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');
  root.dataset.theme = kept.theme ?? (dark ? 'dark' : 'light');
  root.dataset.size = kept.size ?? 'normal';
})();
