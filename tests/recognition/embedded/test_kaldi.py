"""Kaldi's binary objects, byte by byte as the format's description gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_coach.recognition.embedded.kaldi import (
    ElementwiseProduct,
    FixedAffine,
    KaldiWriter,
    LogAbsolute,
    Network,
    Softmax,
    TransitionModel,
)

BINARY = "00 42"  # every binary file starts with NUL and B


def written(*calls) -> str:
    """The bytes of one file in hexadecimal, without its two first bytes."""
    out = KaldiWriter()
    for name, *arguments in calls:
        getattr(out, name)(*arguments)
    assert out.data().startswith(bytes.fromhex(BINARY))
    return out.data()[2:].hex(" ")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("token", "<Dim>"), "3c 44 69 6d 3e 20"),
        (("integer", 1), "04 01 00 00 00"),
        (("integer", -2), "04 fe ff ff ff"),
        (("single", 1.0), "04 00 00 80 3f"),
        (("single", -0.5), "04 00 00 00 bf"),
        (("double", 1.0), "08 00 00 00 00 00 00 f0 3f"),
        (("flag", True), "54"),
        (("flag", False), "46"),
        (("integers", [1, 258]), "04 02 00 00 00 01 00 00 00 02 01 00 00"),
        (("integers", []), "04 00 00 00 00"),
        (("vector", [1.0, 2.0]), "46 56 20 04 02 00 00 00 00 00 80 3f 00 00 00 40"),
        (("vector", []), "46 56 20 04 00 00 00 00"),
        (
            ("matrix", [[1.0, 2.0, 3.0]]),
            "46 4d 20 04 01 00 00 00 04 03 00 00 00 00 00 80 3f 00 00 00 40 00 00 40 40",
        ),
        (
            ("matrix", [[1.0], [2.0]], True),
            "44 4d 20 04 02 00 00 00 04 01 00 00 00 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 00 40",
        ),
    ],
)
def test_every_kind_of_value_has_its_bytes(call, expected):
    assert written(call) == expected


def test_a_matrix_is_written_row_by_row_however_it_lies_in_memory():
    upright = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert written(("matrix", np.asfortranarray(upright))) == written(("matrix", upright))
    assert written(("matrix", upright.T)) != written(("matrix", upright))


def test_a_file_with_nothing_in_it_is_only_its_mark():
    assert KaldiWriter().data() == b"\0B"


@settings(deadline=None)
@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=20))
def test_integers_come_back(numbers):
    data = bytes.fromhex(written(("integers", numbers)))
    assert np.frombuffer(data, "<i4", offset=5).tolist() == numbers


def test_a_transition_model_of_one_phone_with_one_state():
    out = KaldiWriter()
    TransitionModel(phones=(1,), states=1, triples=((1, 0, 7),)).write(out)
    integer = "04 {:02x} 00 00 00".format
    half, log_half = "00 00 00 3f", "18 72 31 bf"
    expected = [
        BINARY,
        b"<TransitionModel> <Topology> ".hex(),
        "04 01 00 00 00  01 00 00 00",  # the phones
        "04 02 00 00 00  ff ff ff ff  00 00 00 00",  # phone -> topology; there is no phone 0
        integer(1),  # one topology ...
        integer(2),  # ... of two states
        integer(0), integer(2), integer(0), f"04 {half}", integer(1), f"04 {half}",  # stay, or go on
        "04 ff ff ff ff", integer(0),  # the final state
        b"</Topology> <Triples> ".hex(),
        integer(1), integer(1), integer(0), integer(7),
        b"</Triples> <LogProbs> ".hex(),
        "46 56 20 04 03 00 00 00", "00 00 00 00", log_half, log_half,
        b"</LogProbs> </TransitionModel> ".hex(),
    ]  # fmt: skip
    assert out.data() == bytes.fromhex("".join(expected))


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (
            FixedAffine(np.array([[1.0, 2.0]]), np.array([1.0])),
            b"<LinearParams> FM \x04\x01\0\0\0\x04\x02\0\0\0\0\0\x80\x3f\0\0\0\x40"
            b"<BiasParams> FV \x04\x01\0\0\0\0\0\x80\x3f",
        ),
        (
            Softmax(3),
            b"<Dim> \x04\x03\0\0\0<ValueAvg> FV \x04\0\0\0\0<DerivAvg> FV \x04\0\0\0\0<Count> \x08\0\0\0\0\0\0\0\0",
        ),
        (ElementwiseProduct(6, 2), b"<InputDim> \x04\x06\0\0\0<OutputDim> \x04\x02\0\0\0"),
        (
            LogAbsolute(5),
            b"<InputDim> \x04\x05\0\0\0<BlockDim> \x04\x01\0\0\0<TargetRms> \x04\0\0\x80\x3f<AddLogStddev> T",
        ),
    ],
    ids=["affine", "softmax", "product", "logarithm"],
)
def test_every_component_has_its_bytes(component, expected):
    out = KaldiWriter()
    component.write(out)
    assert out.data()[2:] == expected


def test_a_network_of_one_component():
    out = KaldiWriter()
    config = ("input-node name=input dim=2", "output-node name=output input=p objective=linear")
    Network(config, (("p", ElementwiseProduct(2, 1)),), context=3).write(out)
    assert out.data() == (
        b"\0B<Nnet3> \ninput-node name=input dim=2\noutput-node name=output input=p objective=linear\n\n"
        b"<NumComponents> \x04\x01\0\0\0<ComponentName> p <ElementwiseProductComponent> "
        b"<InputDim> \x04\x02\0\0\0<OutputDim> \x04\x01\0\0\0</ElementwiseProductComponent> </Nnet3> "
        b"<LeftContext> \x04\x03\0\0\0<RightContext> \x04\x03\0\0\0<Priors> FV \x04\0\0\0\0"
    )
