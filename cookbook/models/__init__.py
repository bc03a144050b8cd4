"""The tables. Everything that must not be lost stands here or, as bytes, in storage."""

from cookbook.models.base import Base, now
from cookbook.models.blobs import Blob
from cookbook.models.builds import MAX_ATTEMPTS, Build, BuildFile, BuildPurpose, BuildState
from cookbook.models.contributions import (
    Contribution,
    ContributionKind,
    ContributionState,
    Review,
    Revision,
    RevisionStanding,
    Verdict,
)
from cookbook.models.discussions import Message, Thread
from cookbook.models.drafts import Draft
from cookbook.models.editions import Edition, EditionEntry, EditionFile, EditionState
from cookbook.models.guests import Consent, GuestLink
from cookbook.models.links import UsedLink
from cookbook.models.originals import Original, OriginalWay
from cookbook.models.people import Person, Role, SiteRole, person_roles
from cookbook.models.records import AuditRecord, Credit
from cookbook.models.remixes import Remix, RemixKind
from cookbook.models.search import SearchText
from cookbook.models.suggestions import Suggestion, SuggestionState
from cookbook.models.volumes import (
    Call,
    Entry,
    Matter,
    Part,
    Volume,
    VolumeFile,
    VolumeRole,
    VolumeRoleName,
)

__all__ = [
    "MAX_ATTEMPTS",
    "AuditRecord",
    "Base",
    "Blob",
    "Build",
    "BuildFile",
    "BuildPurpose",
    "BuildState",
    "Call",
    "Consent",
    "Contribution",
    "ContributionKind",
    "ContributionState",
    "Credit",
    "Draft",
    "Edition",
    "EditionEntry",
    "EditionFile",
    "EditionState",
    "Entry",
    "GuestLink",
    "Matter",
    "Message",
    "Original",
    "OriginalWay",
    "Part",
    "Person",
    "Remix",
    "RemixKind",
    "Review",
    "Revision",
    "RevisionStanding",
    "Role",
    "SearchText",
    "SiteRole",
    "Suggestion",
    "SuggestionState",
    "Thread",
    "UsedLink",
    "Verdict",
    "Volume",
    "VolumeFile",
    "VolumeRole",
    "VolumeRoleName",
    "now",
    "person_roles",
]
