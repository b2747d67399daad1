import io
import json

import pytest
from django.core.management import CommandError, call_command

from .paper import LETTER


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "thu.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def run(*args, **options):
    out = io.StringIO()
    call_command("read_directive", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_without_options_an_outline_is_printed(letter):
    assert "87/UBND-VX" in run(letter)
    assert "Bao phủ" in run(letter)


def test_json_is_one_object_for_one_file_and_a_list_for_several(letter):
    assert json.loads(run(letter, json=True))["number"] == "87/UBND-VX"
    assert len(json.loads(run(letter, letter, json=True))) == 2


def test_out_writes_one_file_for_each_input(letter, tmp_path):
    run(letter, out=str(tmp_path / "ra"))
    assert json.loads((tmp_path / "ra" / "thu.json").read_text(encoding="utf-8"))["place"] == "Sao Mai"


def test_a_bad_file_is_named_and_the_others_are_still_read(letter, tmp_path):
    bad = tmp_path / "anh.docx"
    bad.write_bytes(b"%PDF-1.7")
    err, out = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("read_directive", str(bad), str(letter), json=True, stdout=out, stderr=err)
    assert caught.value.returncode == 1
    assert "anh.docx" in err.getvalue()
    assert json.loads(out.getvalue())[0]["number"] == "87/UBND-VX"


def test_a_paper_with_a_secrecy_mark_is_not_read(tmp_path):
    path = tmp_path / "m.txt"
    path.write_text("MẬT\n\n" + LETTER, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("read_directive", str(path), stdout=io.StringIO(), stderr=io.StringIO())
