"""Each kind of thing at the desk has an icon that is there."""

from pathlib import Path

import wagtail.admin
from wagtail.admin.viewsets import viewsets

ICONS = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/icons"


def test_every_icon_in_the_menu_is_drawn() -> None:
    viewsets.populate()
    ours = [one for one in viewsets.viewsets if type(one).__module__.startswith("pamphleteer.")]
    icons = {one.icon for one in ours if one.menu_url}
    assert "list-ul" in icons
    assert [name for name in icons if not (ICONS / f"{name}.svg").exists()] == []
