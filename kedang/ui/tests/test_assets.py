import re

from django.conf import settings

# {% icon "x" %}, icon="x" of a component, and icon words of the registries.
_USED = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']|#([\w-]+)"></use>""")
_IN_PYTHON = re.compile(r"""\bicon=["']([\w-]+)["']""")


def _known() -> set[str]:
    lines = (settings.ROOT.parent / "frontend" / "icons.txt").read_text().splitlines()
    return {line.partition("=")[0].strip() for line in lines if line and not line.startswith("#")}


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    missing = set()
    for file in settings.ROOT.rglob("*.html"):
        names = {name for hit in _USED.findall(file.read_text()) for name in hit if name}
        missing |= {f"{file.name}: {name}" for name in names - _known()}
    for file in settings.ROOT.rglob("*.py"):
        if "tests" not in file.parts:
            missing |= {
                f"{file.name}: {name}" for name in set(_IN_PYTHON.findall(file.read_text())) - _known()
            }
    assert not missing


def test_no_template_carries_a_script_or_a_style_the_policy_would_refuse() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)|hx-on|javascript:", re.I)
    guilty = [file for file in settings.ROOT.rglob("templates/**/*.html") if inline.search(file.read_text())]
    # Never served: written into a package that is opened without us, with a policy of its own.
    assert guilty == [settings.ROOT / "dossier/templates/dossier/package/base.html"]
