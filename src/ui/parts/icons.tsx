import type { ReactNode } from 'react';

interface IconProps {
  readonly className?: string;
}

function Icon({ className, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={className}>
      {children}
    </svg>
  );
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const cutOut = { ...stroke, stroke: 'var(--surface)' } as const;

export const CheckedIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor" />
    <path d="M4.2 8.2l2.6 2.7 5-5.6" {...cutOut} strokeWidth="1.9" />
  </Icon>
);
export const HalfIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.6" {...stroke} strokeWidth="1.6" />
    <path d="M8 1.4a6.6 6.6 0 0 1 0 13.2Z" fill="currentColor" />
  </Icon>
);
export const TriangleIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M8 1.6 15.2 14.4H.8Z" {...stroke} strokeWidth="1.6" />
    <path d="M8 6.2v3.9" {...stroke} strokeWidth="1.7" />
    <circle cx="8" cy="12.2" r="1" fill="currentColor" />
  </Icon>
);
export const PendingIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.4" {...stroke} strokeWidth="1.6" strokeDasharray="3 2.4" />
  </Icon>
);
export const NoneIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 8h8" {...stroke} strokeWidth="1.8" />
  </Icon>
);
export const StopSignIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" fill="currentColor" />
    <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" {...cutOut} strokeWidth="1.8" />
  </Icon>
);
export const InfoIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.8" {...stroke} strokeWidth="1.5" />
    <path d="M8 7.2v4" {...stroke} strokeWidth="1.7" />
    <circle cx="8" cy="4.7" r="1" fill="currentColor" />
  </Icon>
);
export const ChevronIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 6l5 5 5-5" {...stroke} strokeWidth="2" />
  </Icon>
);
export const TickIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3 8.4l3.4 3.3L13 4.8" {...stroke} strokeWidth="2.4" />
  </Icon>
);
export const PlayIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 2.5v11l9-5.5Z" fill="currentColor" />
  </Icon>
);
export const PauseIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 2.5h3v11H4zM9 2.5h3v11H9z" fill="currentColor" />
  </Icon>
);
export const CrossIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" {...stroke} strokeWidth="1.8" />
  </Icon>
);
export const MenuIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M2 4h12M2 8h12M2 12h12" {...stroke} strokeWidth="1.6" />
  </Icon>
);
export const ThemeIcon = (props: IconProps) => (
  <Icon {...props}>
    <circle cx="8" cy="8" r="6.2" {...stroke} strokeWidth="1.5" />
    <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" fill="currentColor" />
  </Icon>
);

/** An ε-ball that reaches over a boundary: the mark of the lab. */
export function BrandIcon() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2.5" y="5.5" width="16" height="16" rx="1" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M10.5 13.5 17.6 6.4" stroke="currentColor" strokeWidth="1.3" />
      <circle cx="10.5" cy="13.5" r="2.3" fill="currentColor" />
      <circle cx="18.6" cy="5.4" r="2.7" fill="var(--surface)" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
