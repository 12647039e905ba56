"""The musts: what counts as held, on figures made by hand."""

from dataclasses import replace

from voice_coach.bench.metrics import Spread
from voice_coach.bench.musts import Costs, Figures, Musts, Share
from voice_coach.bench.musts_report import aims, as_figures, as_text, checks
from voice_coach.bench.split import Half

HALVES = {
    Half.FITTED: (Share(5, 6), Share(3, 79)),
    Half.REPORTED: (Share(7, 9), Share(4, 56)),
}
OURS = Figures(
    engine="vosk",
    condition="clean",
    words_right=Share(12, 15),
    opposites=0,
    others_question=Share(7, 135),
    others_idle=Share(1, 135),
    barista_started=Share(0, 104),
    emergencies=0,
    orders_right=Share(95, 104),
    orders_heard=Share(97, 104),
    halves=HALVES,
)
RIVAL = replace(OURS, engine="pocketsphinx", words_right=Share(10, 15), others_question=Share(28, 135))
COST = Costs(0.05, 120.0, 0.3, 5.0, Spread(40.0, 90.0), Spread(None, None))


def musts(*figures):
    return Musts(figures, {"vosk": COST, "pocketsphinx": replace(COST, build_seconds=None)})


def missed(*figures):
    return [check.name for check in checks(musts(*figures)) if not check.held]


def test_figures_at_the_limits_hold():
    assert missed(OURS, RIVAL) == []


def test_each_figure_beyond_its_limit_is_missed():
    for changed, name in (
        ({"words_right": Share(10, 15)}, "yes / no / stop right"),
        ({"opposites": 1}, "yes for no, no for yes"),
        ({"others_question": Share(8, 135)}, "other words, question open"),
        ({"others_idle": Share(2, 135)}, "other words, idle"),
        ({"barista_started": Share(1, 104)}, "coffee orders that start the coach"),
        ({"emergencies": 1}, "emergencies anywhere"),
        ({"orders_right": Share(94, 104)}, "coffee orders, own templates"),
    ):
        assert missed(replace(OURS, **changed), RIVAL) == [name]


def test_pocketsphinx_hearing_more_words_in_the_same_run_misses_the_must():
    assert missed(OURS, RIVAL, replace(RIVAL, words_right=Share(13, 15))) == ["yes / no / stop right"]


def test_a_variant_may_cost_one_clip_in_fifteen_and_no_more():
    within = replace(
        OURS, condition="-10 dB", words_right=Share(11, 15), others_question=Share(16, 135), orders_right=Share(89, 104)
    )
    assert missed(OURS, within, RIVAL) == []
    for beyond in (
        {"words_right": Share(10, 15)},
        {"others_question": Share(17, 135)},
        {"barista_started": Share(7, 104)},
        {"orders_right": Share(88, 104)},
        {"opposites": 1},
        {"emergencies": 1},
    ):
        assert missed(OURS, replace(within, **beyond), RIVAL) == ["-10 dB: worse by"]


def test_the_text_shows_every_must_both_halves_and_both_engines():
    text = as_text(musts(replace(OURS, opposites=1), RIVAL))
    assert "MISSED" in text
    for shown in ("12/15", "7/135", "95/104", "5/6", "7/9", "pocketsphinx", "40 / 90"):
        assert shown in text


def test_the_json_says_whether_all_is_held():
    assert as_figures(musts(OURS, RIVAL))["held"] is True
    assert as_figures(musts(replace(OURS, emergencies=1), RIVAL))["held"] is False


def test_an_aim_that_is_short_misses_no_must():
    slow = Musts((OURS, RIVAL), {"vosk": replace(COST, real_time_factor=0.2)})
    assert [aim.name for aim in aims(slow) if not aim.held] == ["coffee orders", "real-time factor"]
    assert all(check.held for check in checks(slow))
