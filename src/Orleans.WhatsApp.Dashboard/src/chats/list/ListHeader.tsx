import { CircleHelp, CircleUser, Command, LogOut, PackageOpen, Settings, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDemoPhone } from '~/demo/useDemoPhone';
import { useOverlay } from '~/keyboard/overlays';
import { signOut } from '~/session/access';
import { useMay, useUser } from '~/session/useUser';
import { useSettings } from '~/settings/useSettings';
import { IconButton } from '~/ui/Button';
import { Menu, MenuItem, MenuLine } from '~/ui/Menu';
import styles from './ListHeader.module.css';

export function ListHeader() {
  const { t } = useTranslation();
  const user = useUser();
  const isAdmin = useMay('admin');
  const navigate = useNavigate();
  const settings = useSettings();
  const overlay = useOverlay();
  const phone = useDemoPhone();

  return (
    <header className={styles.header}>
      <img src="/icon.svg" alt="" width="32" height="32" />
      <h1 className={styles.title} dir="ltr">
        {t('product')}
      </h1>
      {phone.isDemo && (
        <button type="button" className={styles.demo} aria-pressed={phone.isOpen} onClick={phone.toggle}>
          <Smartphone size={14} aria-hidden="true" />
          {t('demo.label')}
        </button>
      )}
      <IconButton label={t('settings.title')} onClick={() => settings.open('connection')}>
        <Settings size={20} aria-hidden="true" />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={t('menu.title')}>
            <CircleUser size={20} aria-hidden="true" />
          </IconButton>
        }
      >
        <p className={styles.who}>
          <bdi>{user.name}</bdi>
          <small>
            <bdi>{user.email}</bdi> · {t(`role.${user.role}`)}
          </small>
        </p>
        <MenuLine />
        <MenuItem icon={<CircleUser size={18} />} onSelect={() => settings.open('account')}>
          {t('settings.account')}
        </MenuItem>
        {isAdmin && (
          <MenuItem icon={<PackageOpen size={18} />} onSelect={() => void navigate('/outbox')}>
            {t('outbox.title')}
          </MenuItem>
        )}
        <MenuItem icon={<Command size={18} />} onSelect={() => overlay.open('palette')}>
          {t('palette.title')}
        </MenuItem>
        <MenuItem icon={<CircleHelp size={18} />} onSelect={() => overlay.open('help')}>
          {t('help.title')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<LogOut size={18} className="mirrored" />} onSelect={() => void signOut()}>
          {t('menu.signOut')}
        </MenuItem>
      </Menu>
    </header>
  );
}
