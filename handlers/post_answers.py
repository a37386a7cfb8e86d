"""What whoever acts upon a scheduled post is told."""

from __future__ import annotations

from chat.text import Text
from schedules.posts import ScheduledPost, State
from schedules.publishing import Withdrawal
from schedules.service import Posts


def submitted(post: ScheduledPost, posts: Posts) -> Text:
    """Handed in: who goes on, or that it stands without review."""
    if post.state is State.REVIEW:
        key = "submitted" if posts.desk.staff(post) else "submitted_nowhere"
        return Text(f"schedules.done.{key}", {"number": post.number})
    if post.next is None:
        return Text("schedules.done.approved_out", {"number": post.number})
    return Text("schedules.done.unreviewed", {"number": post.number, "next": post.next.at})


def approved(post: ScheduledPost) -> Text:
    """Approved: when it appears."""
    if post.next is None:
        return Text("schedules.done.approved_out", {"number": post.number})
    return Text("schedules.done.approved", {"number": post.number, "next": post.next.at})


def withdrawn(post: ScheduledPost, withdrawal: Withdrawal) -> Text:
    """Withdrawn: what becomes of that which is out."""
    if not withdrawal.deleted and not withdrawal.left:
        return Text("schedules.done.withdrawn", {"number": post.number})
    facts = {"number": post.number, "deleted": withdrawal.deleted, "left": withdrawal.left}
    return Text(f"schedules.done.withdrawn_{'leaving' if withdrawal.left else 'deleting'}", facts)
