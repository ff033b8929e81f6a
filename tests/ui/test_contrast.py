#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""test_contrast.py PROGRAM PROBE_DIR STYLE_CSS [TEST...]: the colours of our own style, as libadwaita has them in each
of its looks, against WCAG 2.1: 4.5 to 1 for text, 3 to 1 for what marks something. And nothing moves by our style."""

import re
import sys

sys.dont_write_bytecode = True
import pages  # noqa: E402
from glowdrive import check, run_tests  # noqa: E402

PROGRAM, PROBE, CSS = (sys.argv + [''] * 3)[1:4]
LOOKS = {'light': {}, 'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
         'high_contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
         'dark_high_contrast': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark', 'ADW_DEBUG_HIGH_CONTRAST': '1'}}
TEXT, MARK = 4.5, 3.0
# What our text stands on: the page, a card on it, a list.
GROUNDS = ('window_bg_color', 'card_bg_color', 'view_bg_color')


def rules():
    with open(CSS, encoding='utf-8') as file:
        text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.DOTALL)
    for selectors, body in re.findall(r'([^{}]+)\{([^{}]*)\}', text):
        properties = dict(re.findall(r'([\w-]+)\s*:\s*([^;]+);', body))
        for selector in selectors.split(','):
            yield selector.strip(), properties


def colour_of(text, colors):
    """(red, green, blue, alpha); an unknown word fails the test rather than pass it."""
    text = text.strip()
    if text == 'transparent':
        return (0, 0, 0, 0)
    if text.startswith('@'):
        return tuple(colors[text[1:]])
    if match := re.fullmatch(r'alpha\((.+),\s*([\d.]+)\)', text):
        red, green, blue, alpha = colour_of(match.group(1), colors)
        return (red, green, blue, alpha * float(match.group(2)))
    if match := re.fullmatch(r'mix\((.+),\s*(.+),\s*([\d.]+)\)', text):
        one, two, share = (colour_of(match.group(1), colors), colour_of(match.group(2), colors), float(match.group(3)))
        return tuple(a * (1 - share) + b * share for a, b in zip(one, two))
    if re.fullmatch(r'#[0-9a-fA-F]{6}', text):
        return tuple(int(text[i:i + 2], 16) / 255 for i in (1, 3, 5)) + (1.0,)
    raise AssertionError(f'the colour “{text}” is not understood')


def over(top, ground):
    alpha = top[3]
    return tuple(t * alpha + g * (1 - alpha) for t, g in zip(top[:3], ground[:3])) + (1.0,)


def luminance(colour):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def base_of(selector):
    return re.match(r'[\w-]*', selector).group()


def backgrounds(selector, properties, all_rules):
    """What the text of a rule may stand on: its own background, or those of its kind (mappart.refused on mappart.app)."""
    if 'background-color' in properties:
        return [properties['background-color']]
    same = [p['background-color'] for s, p in all_rules if base_of(s) and base_of(s) == base_of(selector)
            and 'background-color' in p]
    return same or ['transparent']


def faults(colors):
    all_rules = list(rules())
    window = colour_of('@window_bg_color', colors)
    for selector, properties in all_rules:
        inherited = next((p['color'] for s, p in all_rules if s == base_of(selector) and 'color' in p), None)
        text = properties.get('color') or ('background-color' in properties and inherited)
        marks = [part for name in ('box-shadow', 'outline') for part in
                 re.findall(r'2px (?:solid )?(@\w+|alpha\(.+?\))', properties.get(name, ''))]
        halo = re.search(r'3px (@\w+)', properties.get('box-shadow', ''))
        for ground in GROUNDS:
            under = over(colour_of('@' + ground, colors), window)
            for background in backgrounds(selector, properties, all_rules):
                behind = over(colour_of(background, colors), under)
                beside = over(colour_of(halo.group(1), colors), window) if halo else behind
                seen = [(TEXT, text, behind)] * bool(text) + [(MARK, mark, beside) for mark in marks]
                for least, drawn, next_to in seen:
                    ratio = contrast(over(colour_of(drawn, colors), next_to), next_to)
                    if ratio < least:
                        yield f'{selector}: {drawn} on {background} on {ground} is {ratio:.2f} to 1, not {least}'


def check_look(environment):
    with pages.Guide(PROGRAM, probe=PROBE, env=environment).window() as visit:
        visit.until('Plug in a board')
        colors = visit.probe()['colors']
    found = list(dict.fromkeys(faults(colors)))
    print('\n'.join('# ' + fault for fault in found), flush=True)
    check(not found, f'{len(found)} colours that are hard to see')


def nothing_moves_by_our_style():
    """GTK's own animations heed the setting; ours would have to, so there are none."""
    moving = [(s, name) for s, p in rules() for name in p if name.startswith(('animation', 'transition'))]
    check(not moving, f'{moving}')


def tests():
    for look, environment in LOOKS.items():
        def test(environment=environment):
            check_look(environment)
        test.__name__ = f'contrast_{look}'
        yield test
    yield nothing_moves_by_our_style


if __name__ == '__main__':
    sys.exit(run_tests(list(tests()), 3))
