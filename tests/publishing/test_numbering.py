"""A number is an identifier by the rules that the shapes of organisations have."""

import pytest
from shapes.examples import MISSPELT

from lod.publishing.numbering import national_code

RIGHT = (
    ("0002", "123 456 782", "0002:123456782"),
    ("0002", "356000000 00048", "0002:35600000000048"),
    ("0007", "202100-6149", "0007:2021006149"),
    ("0009", "356000000 00049", "0009:35600000000049"),
    ("0088", "7350000000016", "0088:7350000000016"),
    ("0184", "DK13585628", "0184:DK13585628"),
    ("0192", "974 760 673", "0192:974760673"),
    ("0196", "550502-0119", "0196:5505020119"),
    ("0199", "ABCDEFGHIJ0123456710", "0199:ABCDEFGHIJ0123456710"),
    ("0208", "0202.239.951", "0208:0202239951"),
    ("0212", "0245458-3", "0212:02454583"),
    ("0060", "150483782", "0060:150483782"),
)


@pytest.mark.parametrize(("scheme", "written", "code"), RIGHT)
def test_a_number_with_its_check_digits_has_a_code(scheme: str, written: str, code: str) -> None:
    assert national_code(scheme, written) == code


@pytest.mark.parametrize("misspelt", MISSPELT)
def test_what_the_shapes_refuse_has_none(misspelt: str) -> None:
    scheme, _, number = misspelt.partition(":")
    assert national_code(scheme, number) is None


@pytest.mark.parametrize("number", ["", "-", "x" * 36, "2021006148", "１２３４５６７８９０"])
def test_what_is_no_number_has_none(number: str) -> None:
    assert national_code("0007", number) is None
