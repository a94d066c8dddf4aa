'use client';

import type { editor } from 'monaco-editor/editor';
import { cssToken } from '../css-token.ts';

const canvas = document.createElement('canvas');
canvas.width = 1;
canvas.height = 1;
const context = canvas.getContext('2d', { willReadFrequently: true });

/** A design token as `#rrggbb` or `#rrggbbaa`, which is all that Monaco reads. @param share of opacity, 0 to 1 */
function hex(token: string, share = 1): string {
  if (!context) throw new Error('This browser draws no canvas.');
  context.fillStyle = cssToken(token);
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const parts = [red, green, blue, ...(share < 1 ? [Math.round(share * 255)] : [])];
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Words of the language, by what they are. */
function rules(): editor.ITokenThemeRule[] {
  const colours = {
    '': '--ink',
    comment: '--ink-3',
    keyword: '--code',
    string: '--ok',
    'string.escape': '--warn',
    regexp: '--warn',
    number: '--right',
    'type.identifier': '--left',
    delimiter: '--ink-2',
  };
  // Monaco wants these without the #.
  return Object.entries(colours).map(([token, colour]) => ({ token, foreground: hex(colour).slice(1) }));
}

/** What floats over the text: completion, hovers, rename, the menu. */
function layers(): editor.IColors {
  const [surface, raised, line, ink, accent] = [
    '--surface',
    '--surface-2',
    '--line',
    '--ink',
    '--accent',
  ].map((token) => hex(token)) as [string, string, string, string, string];
  return {
    // What is not used is underlined: paler letters could not be read.
    'editorUnnecessaryCode.opacity': '#000000ff',
    'editorUnnecessaryCode.border': hex('--line-strong'),
    'editorWidget.background': surface,
    'editorWidget.foreground': ink,
    'editorWidget.border': line,
    'widget.border': line,
    'widget.shadow': hex('--ink', 0.12),
    'editorHoverWidget.background': surface,
    'editorHoverWidget.border': line,
    'editorHoverWidget.statusBarBackground': raised,
    'editorSuggestWidget.background': surface,
    'editorSuggestWidget.border': line,
    'editorSuggestWidget.foreground': ink,
    'editorSuggestWidget.selectedBackground': hex('--accent-bg'),
    'editorSuggestWidget.selectedForeground': ink,
    'editorSuggestWidget.highlightForeground': accent,
    'editorSuggestWidget.focusHighlightForeground': accent,
    'list.hoverBackground': raised,
    'list.hoverForeground': ink,
    'list.focusBackground': hex('--accent-bg'),
    'list.focusForeground': ink,
    'list.activeSelectionBackground': hex('--accent-bg'),
    'list.activeSelectionForeground': ink,
    'list.inactiveSelectionBackground': raised,
    'list.highlightForeground': accent,
    'list.focusHighlightForeground': accent,
    'quickInput.background': surface,
    'quickInput.foreground': ink,
    'quickInputList.focusBackground': hex('--accent-bg'),
    'quickInputList.focusForeground': ink,
    'menu.background': surface,
    'menu.foreground': ink,
    'menu.border': line,
    'menu.selectionBackground': raised,
    'menu.selectionForeground': ink,
    'menu.separatorBackground': line,
    'input.background': surface,
    'input.foreground': ink,
    'input.border': hex('--line-strong'),
    'input.placeholderForeground': hex('--ink-3'),
    'inputValidation.infoBackground': surface,
    'inputValidation.infoForeground': ink,
    'inputValidation.infoBorder': accent,
    'button.background': accent,
    'button.foreground': hex('--on-accent'),
    'peekView.border': hex('--accent'),
    'peekViewEditor.background': raised,
    'peekViewEditorGutter.background': raised,
    'peekViewResult.background': surface,
    'peekViewResult.fileForeground': ink,
    'peekViewResult.lineForeground': hex('--ink-2'),
    'peekViewResult.selectionBackground': hex('--accent-bg'),
    'peekViewResult.selectionForeground': ink,
    'peekViewEditor.matchHighlightBackground': hex('--warn', 0.25),
    'peekViewResult.matchHighlightBackground': hex('--warn', 0.25),
    'peekViewTitle.background': surface,
    'peekViewTitleLabel.foreground': ink,
    'peekViewTitleDescription.foreground': hex('--ink-2'),
    'textLink.foreground': accent,
    'textLink.activeForeground': accent,
    'textCodeBlock.background': raised,
    'textPreformat.foreground': ink,
    descriptionForeground: hex('--ink-2'),
    foreground: ink,
    focusBorder: accent,
    'icon.foreground': hex('--ink-2'),
  };
}

/** The text itself and what is marked in it. */
function text(): editor.IColors {
  return {
    'editor.background': hex('--surface'),
    'editor.foreground': hex('--ink'),
    'editorCursor.foreground': hex('--accent'),
    'editorLineNumber.foreground': hex('--ink-3'),
    'editorLineNumber.activeForeground': hex('--ink'),
    'editor.lineHighlightBackground': hex('--surface-2', 0.6),
    'editor.lineHighlightBorder': '#00000000',
    'editor.selectionBackground': hex('--accent', 0.22),
    'editor.inactiveSelectionBackground': hex('--accent', 0.12),
    'editor.wordHighlightBackground': hex('--ink', 0.08),
    'editor.wordHighlightStrongBackground': hex('--ink', 0.12),
    'editor.selectionHighlightBackground': hex('--ink', 0.08),
    'editor.findMatchBackground': hex('--warn', 0.35),
    'editor.findMatchHighlightBackground': hex('--warn', 0.18),
    'editorBracketMatch.background': hex('--ink', 0.08),
    'editorBracketMatch.border': hex('--line-strong'),
    'editorIndentGuide.background1': hex('--line'),
    'editorIndentGuide.activeBackground1': hex('--line-strong'),
    'editorError.foreground': hex('--fail'),
    'editorWarning.foreground': hex('--warn'),
    'editorInfo.foreground': hex('--accent'),
    'editorHint.foreground': hex('--ink-3'),
    'editorMarkerNavigation.background': hex('--surface'),
    'editorMarkerNavigationError.background': hex('--fail'),
    'editorMarkerNavigationError.headerBackground': hex('--fail', 0.1),
    'editorMarkerNavigationWarning.background': hex('--warn'),
    'editorMarkerNavigationWarning.headerBackground': hex('--warn', 0.1),
    'editorLink.activeForeground': hex('--accent'),
    'editorOverviewRuler.border': '#00000000',
    'scrollbarSlider.background': hex('--ink', 0.14),
    'scrollbarSlider.hoverBackground': hex('--ink', 0.24),
    'scrollbarSlider.activeBackground': hex('--ink', 0.3),
    'diffEditor.insertedTextBackground': hex('--ok', 0.22),
    'diffEditor.insertedLineBackground': hex('--ok', 0.1),
    'diffEditor.removedTextBackground': hex('--fail', 0.22),
    'diffEditor.removedLineBackground': hex('--fail', 0.1),
    'diffEditor.diagonalFill': hex('--line'),
    'diffEditor.unchangedRegionBackground': hex('--surface-2'),
    'diffEditor.unchangedRegionForeground': hex('--ink-2'),
  };
}

/** Monaco's theme from our tokens as they are now, light or dark. */
export function monacoTheme(): editor.IStandaloneThemeData {
  const dark = document.documentElement.classList.contains('dark');
  return { base: dark ? 'vs-dark' : 'vs', inherit: true, rules: rules(), colors: { ...text(), ...layers() } };
}
