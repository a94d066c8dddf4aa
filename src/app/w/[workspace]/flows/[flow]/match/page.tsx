import { MatchTab } from '#features/matching/match-tab.tsx';

export default function MatchPage() {
  return <MatchTab />;
}
