"""The halves of the speakers."""

from voice_coach.bench.split import Half, half, speaker


def test_all_clips_of_one_speaker_fall_into_the_same_half():
    names = ["yes_439c84f4_nohash_1.flac", "words/question/no_439c84f4_nohash_0.flac", "two_439c84f4_nohash_7.wav"]
    assert {speaker(name) for name in names} == {"439c84f4"}
    assert len({half(name) for name in names}) == 1


def test_a_name_without_a_speaker_stands_for_one():
    assert speaker("a/0493148e-eb66-4e64-984a-8dfb2e41866e.flac") == "0493148e-eb66-4e64-984a-8dfb2e41866e"


def test_the_split_never_changes():
    # Moving a speaker would report figures on voices that thresholds were fitted on.
    assert {name: half(name) for name in SPEAKERS} == SPEAKERS


SPEAKERS = {
    "yes_439c84f4_nohash_1.flac": Half.REPORTED,
    "off_5fe4a278_nohash_0.flac": Half.FITTED,
    "one_93ec8b84_nohash_0.flac": Half.FITTED,
    "one_97f4c236_nohash_2.flac": Half.REPORTED,
}
