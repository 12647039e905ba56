"""A signature holds for what was signed and nothing else; whatever is changed afterwards is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from tests.conversation import script
from voice_coach.dialogue.script import load_script
from voice_coach.errors import BadInput, BrokenContent
from voice_coach.interfaces.cli import main
from voice_coach.interfaces.health import _signature
from voice_coach.interfaces.record import content_record
from voice_coach.interfaces.review.formats import FORMATS
from voice_coach.interfaces.review.signature import Change, Standing, changes, read_signature, sign, standing

DAY = date(2026, 11, 21)
CLINICIAN = "Dr Jo Smith, sports physician"


def edit(path: Path, good: str, bad: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert good in text, "the edit must change something"
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def now(content: Path) -> Standing:
    return standing(load_script(content), content)


@pytest.fixture
def signed(content: Path) -> Path:
    sign(script(), content, CLINICIAN, DAY)
    return content


def test_without_a_signature_it_says_how_to_get_one(content: Path) -> None:
    standing = now(content)
    assert not standing.signed
    assert str(standing).startswith(f"content {standing.version}: not signed by a clinician; run voice-coach script")


def test_what_was_signed_is_read_back(signed: Path) -> None:
    signature = read_signature(signed)
    assert signature is not None
    assert (signature.name, signature.role, signature.day) == ("Dr Jo Smith", "sports physician", DAY)
    assert now(signed).signed
    assert str(now(signed)) == f"content {signature.version}: signed by Dr Jo Smith on 2026-11-21"


def test_one_word_changed_afterwards_is_told_by_its_id(signed: Path) -> None:
    edit(
        signed / "dialogue" / "lines.yaml", "say: Paused. Say resume to go on.", "say: Paused. Say resume to carry on."
    )
    standing = now(signed)
    assert not standing.signed
    assert standing.changes == (Change("changed", "line pause.1"),)
    assert "changed since it was signed by Dr Jo Smith on 2026-11-21: 1 entry (line pause.1); run" in str(standing)


def test_a_comment_afterwards_changes_nothing(signed: Path) -> None:
    path = signed / "dialogue" / "lines.yaml"
    path.write_text("# later\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert now(signed).signed


def test_added_removed_changed_and_renamed_are_told_apart() -> None:
    was = {"line a": "1", "line b": "2", "line c": "3", "cue x": "4", "line d": "5"}
    after = {"line a": "1", "line b": "9", "line e": "3", "line f": "7", "cue y": "5"}
    assert changes(was, after) == [
        Change("added", "cue y"),
        Change("changed", "line b"),
        Change("renamed", "line e", "line c"),
        Change("added", "line f"),
        Change("removed", "cue x"),
        Change("removed", "line d"),
    ]


def test_many_changes_are_counted_in_the_one_line() -> None:
    signature = read_signature_of({f"line {number}": "a" for number in range(9)})
    standing = Standing("1234-5678", signature, tuple(changes(signature.entries, {})))
    assert "9 entries (line 0, line 1, line 2, line 3, line 4, 4 more)" in standing.found


def read_signature_of(entries: dict[str, str]):
    from voice_coach.interfaces.review.signature import Signature

    return Signature("Jo", "physician", DAY, "1234-5678", entries)


@pytest.mark.parametrize("by", ["", "Jo", "Jo,", ", physician", "Jo\nSmith, physician", "Jo, \x00"])
def test_who_signs_must_be_said_with_name_and_role(content: Path, by: str) -> None:
    with pytest.raises(BadInput, match="NAME, ROLE"):
        sign(script(), content, by, DAY)
    assert not (content / "signed.yaml").exists()


@pytest.mark.parametrize("by", ['Dr. Élodie Ñandú: "E." #1, médecin du sport', "no, yes", "123, 4.5", "李医生, 医师"])
def test_any_name_is_read_back_as_it_was_written(content: Path, by: str) -> None:
    signed = sign(script(), content, by, DAY)
    assert f"{signed.name}, {signed.role}" == by
    assert read_signature(content) == signed


def test_a_folder_that_cannot_be_written_is_bad_input(content: Path) -> None:
    (content / "signed.yaml.part").mkdir()
    with pytest.raises(BadInput, match="cannot be written"):
        sign(script(), content, CLINICIAN, DAY)


MISTAKES = {
    "no name": ("name: Dr Jo Smith\n", "", 'the key "name" is missing'),
    "an empty role": ("role: sports physician", "role:", "expected text"),
    "no date": ("date: '2026-11-21'", "date: yesterday", '"yesterday" is not a date'),
    "another version": ("version: ", "version: 0", "the entries below are not those of version"),
    "a digest by hand": ("line pause.1: ", "line pause.1: x", "is not a digest"),
    "an entry left out": ("  line pause.1: ", "  # line pause.1: ", "the entries below are not those of version"),
    "an unknown key": ("role: ", "rank: captain\nrole: ", 'the key "rank" is not known here'),
    "no YAML": ("entries:", "entries: [", "YAML cannot read this"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_damaged_signature_is_named_with_file_line_and_mend(signed: Path, mistake: str) -> None:
    good, bad, problem = MISTAKES[mistake]
    edit(signed / "signed.yaml", good, bad)
    with pytest.raises(BrokenContent) as raised:
        read_signature(signed)
    assert problem in str(raised.value)
    assert str(raised.value).startswith("intents/signed.yaml, line ")
    assert "; " in str(raised.value), "the mend follows the problem"
    assert raised.value.exit_code == 2


def test_with_a_damaged_signature_every_command_says_so_and_ends_with_two(
    signed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(signed / "signed.yaml", "date: '2026-11-21'", "date: yesterday")
    for arguments in (["script", "--changes"], ["script", "--format", "html"], ["run"]):
        assert main([*arguments, "--intents", str(signed)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("voice-coach: intents/signed.yaml, line ")
        assert told.err.count("\n") == 1


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"[]", b"name", b"&a [*a, *a]", b"\x00", b"? {a: b}\n: c\n"])
def test_a_signature_that_is_something_else_is_never_a_traceback(content: Path, damage: bytes) -> None:
    (content / "signed.yaml").write_bytes(damage)
    with pytest.raises(BrokenContent, match=r"intents/signed\.yaml"):
        read_signature(content)


def test_a_folder_in_its_place_and_a_link_to_nowhere_are_named(content: Path) -> None:
    (content / "signed.yaml").mkdir()
    with pytest.raises(BrokenContent, match=r"signed\.yaml"):
        read_signature(content)
    (content / "signed.yaml").rmdir()
    (content / "signed.yaml").symlink_to(content / "nowhere")
    with pytest.raises(BrokenContent, match=r"signed\.yaml"):
        read_signature(content)


def test_the_command_signs_tells_and_warns(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> str:
        assert main(["script", "--intents", str(content), *arguments]) == 0
        return capsys.readouterr().out

    assert "not signed by a clinician" in told("--changes")
    assert "signed by Dr Jo Smith, sports physician" in told("--sign", CLINICIAN)
    assert f"signed by Dr Jo Smith on {date.today().isoformat()}" in told("--changes")
    edit(content / "dialogue" / "lines.yaml", "say: I'll remember that.", "say: I'll keep that in mind.")
    assert told("--changes").splitlines()[1:] == ["changed  line noted.2"]
    assert "Changed since it was signed" in told("--format", "html")
    assert "1 entry (line noted.2)" in told("--format", "md")
    assert "signed by Dr Jo Smith" in told("--sign", CLINICIAN)
    assert len(told("--changes").splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sign", "nobody"],
        ["--sign", CLINICIAN, "--changes"],
        ["--sign"],
        ["--format", "docx"],
        ["--intents", "/nowhere"],
    ],
)
def test_bad_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["script", *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_doctor_warns_and_does_not_fail(content: Path) -> None:
    finding = _signature(content)
    assert (finding.ok, finding.warning) == (True, True)
    assert "not signed by a clinician" in finding.found
    sign(script(), content, CLINICIAN, DAY)
    finding = _signature(content)
    assert (finding.ok, finding.warning, finding.mend) == (True, False, "")
    edit(content / "dialogue" / "lines.yaml", "say: I'll remember that.", "say: I'll keep that in mind.")
    finding = _signature(content)
    assert (finding.ok, finding.warning) == (True, True)
    assert "line noted.2" in finding.found
    assert "voice-coach script --changes" in finding.mend


def test_the_live_log_begins_with_the_version_and_who_signed_it(signed: Path, root: Path) -> None:
    edit(signed / "dialogue" / "lines.yaml", "say: I'll remember that.", "say: I'll keep that in mind.")
    standing = now(signed)
    assert content_record(standing) == {
        "t": 0.0, "event": "content", "version": standing.version, "signed_by": "Dr Jo Smith",
        "signed_on": "2026-11-21", "changed": ["line noted.2"],
    }  # fmt: skip
    assert content_record(Standing("1234-5678"))["signed_by"] is None
    schema = json.loads((root / "voice_coach/interfaces/schema/events.json").read_text(encoding="utf-8"))
    for told in (standing, Standing("1234-5678")):
        jsonschema.Draft202012Validator(schema).validate(content_record(told))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_tells_who_signed(signed: Path, name: str) -> None:
    standing = now(signed)
    written = FORMATS[name](script(), standing)
    assert standing.version in written
    assert name == "csv" or "Dr Jo Smith" in written
