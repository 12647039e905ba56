"""The grammar that PocketSphinx gets."""

import re

from voice_coach.bench.jsgf import jsgf


def test_templates_lists_and_orders_become_a_grammar(tiny_library):
    lines = [" ".join(line.split()) for line in jsgf(tiny_library).splitlines()]
    assert lines == [
        "#JSGF V1.0;",
        "grammar phrases;",
        "public <phrase> = ( [ my ] <list_muscle> [ is ] ( cramping | in spasm ) ) | ( night cramps )"
        " | ( ( stop | stop please ) )"
        " | ( ( [ <list_muscle> ] [ <list_side> ] | [ <list_side> ] [ <list_muscle> ] ) coffee );",
        "<list_muscle> = ( calf | lower leg ) | foot;",
        "<list_side> = left;",
    ]


def test_every_rule_that_is_used_is_defined(tiny_library):
    grammar = jsgf(tiny_library)
    defined = set(re.findall(r"^(?:public )?<(\w+)> =", grammar, re.MULTILINE))
    assert set(re.findall(r"<(\w+)>", grammar)) == defined
