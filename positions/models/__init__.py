"""Tables, one noun a file. What must hold is held by the database where it can be."""

from positions.models.article import Article
from positions.models.conditional_link import ConditionalLink
from positions.models.download import Download, DownloadPart
from positions.models.edition import Edition
from positions.models.extraction_run import ExtractionRun
from positions.models.feed import Feed, FeedEntry, SiteRules
from positions.models.fingerprint import ArticleFingerprint
from positions.models.former_link import FormerLink
from positions.models.former_slug import FormerSlug
from positions.models.former_wording import FormerWording
from positions.models.negotiation import Negotiation, Revision
from positions.models.party import Membership, Participation, Party, Speaker
from positions.models.pending_statement import PendingStatement, Urgency
from positions.models.position import Evidence, Position
from positions.models.snapshot import Snapshot
from positions.models.statement import Decision, Finding, StandingDecision, Statement
from positions.models.take_down import TakeDown
from positions.models.target import Issue, Proposal, ProposalTerm, Target
from positions.models.token import AccessToken
from positions.models.webhook import Announced, Delivery, Event, Webhook

__all__ = [
    "AccessToken",
    "Announced",
    "Article",
    "ArticleFingerprint",
    "ConditionalLink",
    "Decision",
    "Delivery",
    "Download",
    "DownloadPart",
    "Edition",
    "Event",
    "Evidence",
    "ExtractionRun",
    "Feed",
    "FeedEntry",
    "Finding",
    "FormerLink",
    "FormerSlug",
    "FormerWording",
    "Issue",
    "Membership",
    "Negotiation",
    "Participation",
    "Party",
    "PendingStatement",
    "Position",
    "Proposal",
    "ProposalTerm",
    "Revision",
    "SiteRules",
    "Snapshot",
    "Speaker",
    "StandingDecision",
    "Statement",
    "TakeDown",
    "Target",
    "Urgency",
    "Webhook",
]
