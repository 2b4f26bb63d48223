"""From a publication's folder to a release.

Settings, sources, records, keys, mapping, and what is written by hand."""

from lod.publishing.anyfiles import (
    publish_files,
    read_quads,
)
from lod.publishing.build import (
    check_publication,
    check_site,
    mint_keys,
    publish,
    read_publication,
)
from lod.publishing.candidates import CANDIDATES
from lod.publishing.config import (
    PUBLICATION_LANGUAGES,
    Config,
    check_base_iri,
    check_languages,
    read_config,
)
from lod.publishing.deciding import (
    Decision,
    OpenAnomaly,
    expected_value,
    find_anomaly,
    open_anomalies,
    read_day,
    read_organization,
    read_reasons,
    read_value,
    write_decision,
)
from lod.publishing.fetches import PageKeys, Resembling
from lod.publishing.handwritten import Settings
from lod.publishing.handwritten.text import (
    read_edited,
)
from lod.publishing.importing import (
    Imported,
    PrivacyWishes,
    TableWishes,
    import_page,
    import_source,
)
from lod.publishing.init import (
    init_from,
    init_publication,
)
from lod.publishing.iris import (
    KEY_KINDS,
)
from lod.publishing.keys import (
    KIND_NAMES,
    KeyRow,
    write_keys,
)
from lod.publishing.publication import Mapped
from lod.publishing.records import Page
from lod.publishing.refetch import DIFFERENT, KeyPlan, plan_keys
from lod.publishing.rejected import write_rejected
from lod.publishing.room import tell_room
from lod.publishing.unsettled import notices
from lod.publishing.upgrading import Upgrade, Whose, plan_upgrade

__all__ = [
    "CANDIDATES",
    "DIFFERENT",
    "KEY_KINDS",
    "KIND_NAMES",
    "PUBLICATION_LANGUAGES",
    "Config",
    "Decision",
    "Imported",
    "KeyPlan",
    "KeyRow",
    "Mapped",
    "OpenAnomaly",
    "Page",
    "PageKeys",
    "PrivacyWishes",
    "Resembling",
    "Settings",
    "TableWishes",
    "Upgrade",
    "Whose",
    "check_base_iri",
    "check_languages",
    "check_publication",
    "check_site",
    "expected_value",
    "find_anomaly",
    "import_page",
    "import_source",
    "init_from",
    "init_publication",
    "mint_keys",
    "notices",
    "open_anomalies",
    "plan_keys",
    "plan_upgrade",
    "publish",
    "publish_files",
    "read_config",
    "read_day",
    "read_edited",
    "read_organization",
    "read_publication",
    "read_quads",
    "read_reasons",
    "read_value",
    "tell_room",
    "write_decision",
    "write_keys",
    "write_rejected",
]
