import * as Tabs from '@radix-ui/react-tabs';
import { useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '~/api/types';
import { useUser } from '~/session/useUser';
import { Modal } from '~/ui/Modal';
import { AccountSection } from './account/AccountSection';
import { AgentsSection } from './agents/AgentsSection';
import { AnsweringSection } from './answering/AnsweringSection';
import { ConnectionSection } from './connection/ConnectionSection';
import { BlacklistSection, IgnoredSection } from './numbers/NumbersSection';
import { PeopleSection } from './people/PeopleSection';
import { sections, type Section } from './sections';
import styles from './SettingsDialog.module.css';

const contents: Record<Section, ComponentType> = {
  connection: ConnectionSection,
  answering: AnsweringSection,
  blacklist: BlacklistSection,
  ignored: IgnoredSection,
  agents: AgentsSection,
  people: PeopleSection,
  account: AccountSection,
};

const sees: Record<Role, readonly Role[]> = { member: ['member'], manager: ['member', 'manager'], admin: ['member', 'manager', 'admin'] };

/** On a phone the names are a strip that scrolls. */
const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

interface Props {
  section: Section;
  onSection: (section: Section) => void;
  onClose: () => void;
}

export default function SettingsDialog({ section, onSection, onClose }: Props) {
  const { t } = useTranslation();
  const { role } = useUser();
  const seen = sections.filter((one) => sees[role].includes(one.role));
  // What was begun in a section is still there when one comes back to it; one that nobody has looked at reads nothing.
  const [opened, setOpened] = useState<readonly Section[]>([section]);
  if (!opened.includes(section)) setOpened([...opened, section]);
  return (
    <Modal title={t('settings.title')} size="large" onClose={onClose}>
      <Tabs.Root className={styles.settings} value={section} onValueChange={(value) => onSection(value as Section)} orientation="vertical">
        <Tabs.List className={styles.names} aria-label={t('settings.title')}>
          {seen.map(({ name }) => (
            <Tabs.Trigger key={name} value={name} className={styles.name} ref={name === section ? intoSight : null}>
              {t(`settings.${name}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {seen.map(({ name }) => {
          const Content = contents[name];
          return (
            <Tabs.Content key={name} value={name} className={styles.content} tabIndex={-1} forceMount hidden={name !== section}>
              {opened.includes(name) && <Content />}
            </Tabs.Content>
          );
        })}
      </Tabs.Root>
    </Modal>
  );
}
