import styles from './Avatar.module.css';

const hues = [160, 205, 258, 316, 24, 46, 88];

/** Initials in a colour of their own, so that rows are told apart at a glance. */
export function Avatar({ name, id }: { name: string; id: string }) {
  const hue = hues[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % hues.length];
  return (
    <span className={styles.avatar} style={{ '--hue': hue } as React.CSSProperties} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => [...word].find((letter) => /\p{L}/u.test(letter)) ?? []);
  return letters.slice(0, 2).join('').toLocaleUpperCase() || '#';
}
