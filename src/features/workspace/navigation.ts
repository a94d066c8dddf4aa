import {
  Activity,
  Bell,
  CircleAlert,
  GitMerge,
  House,
  LibraryBig,
  type LucideIcon,
  Plug,
  Rows3,
  Settings,
  Users,
  Workflow,
} from 'lucide-react';

export type NavigationItem = {
  label: string;
  path: string;
  icon: LucideIcon;
  badge?: 'conflicts' | 'issues' | 'alerts';
};
export type NavigationGroup = { heading: string | null; items: readonly NavigationItem[] };

/** The pages of a workspace as the sidebar and the command palette list them. */
export const navigation: readonly NavigationGroup[] = [
  {
    heading: null,
    items: [
      { label: 'Home', path: '', icon: House },
      { label: 'Flows', path: '/flows', icon: Workflow },
      { label: 'Issues', path: '/issues', icon: CircleAlert, badge: 'issues' },
      { label: 'Conflicts', path: '/conflicts', icon: GitMerge, badge: 'conflicts' },
      { label: 'Records', path: '/records', icon: Rows3 },
      { label: 'Activity', path: '/activity', icon: Activity },
      { label: 'Alerts', path: '/alerts', icon: Bell, badge: 'alerts' },
    ],
  },
  {
    heading: 'Build',
    items: [
      { label: 'Connections', path: '/connections', icon: Plug },
      { label: 'Library', path: '/library', icon: LibraryBig },
    ],
  },
  {
    heading: 'Workspace',
    items: [
      { label: 'Members', path: '/members', icon: Users },
      { label: 'Settings', path: '/settings', icon: Settings },
    ],
  },
];
