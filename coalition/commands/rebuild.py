"""`coalition rebuild …`: what is stored beside the acts and names, computed from them again."""

from __future__ import annotations

import click

from coalition.commands.running import OUTDATED, refuse, run


@click.group()
def rebuild() -> None:
    """Compute stored values anew, in transactions of 200 rows; servers may run meanwhile, and an interrupted run is continued by the next."""


@rebuild.command("status")
def status() -> None:
    """Compute the rows and counters of signatories again from the acts of every memorandum; people can go on signing meanwhile."""
    click.echo(f"{run(_rebuild())} memoranda computed again.")


async def _rebuild() -> int:
    from coalition import database
    from coalition.acts import standing_rows
    from coalition.invitations import chase_rows

    number = await standing_rows.rebuild_all()
    await chase_rows.rebuild_all()
    await database.analyse()
    return number


@rebuild.command("sort-keys")
def sort_keys() -> None:
    """The keys by which names are sorted, when another version of ICU is installed; `coalition migrate` does it too."""
    click.echo(f"Sort keys of {run(_rebuilt_sort_keys(), on_any_schema=True)} organisations and accounts were written anew.")


async def _rebuilt_sort_keys() -> int:
    from coalition import migrating
    from coalition.organisations.rebuilding import rebuild_sort_keys
    from coalition.people.account_places import rebuild_account_places

    if not await migrating.has_schema():
        refuse(OUTDATED)
    return await rebuild_sort_keys() + await rebuild_account_places()


@rebuild.command("search")
@click.option("--without-pairs", is_flag=True, help="Leave out the pairs that may be one organisation, which take longest.")
def search(*, without_pairs: bool) -> None:
    """What organisations, forums, texts, articles, proposals, entries, statements, requests and accounts are found by; domains and pairs too."""
    number = run(_rebuilt_search(with_pairs=not without_pairs), on_any_schema=True)
    click.echo(
        f"{number} organisations, forums, programmes, memoranda, articles, proposals, entries, statements, requests and accounts were indexed anew."
    )


async def _rebuilt_search(*, with_pairs: bool) -> int:
    from coalition import migrating
    from coalition.articles.searched_articles import rebuild_article_search
    from coalition.deliveries.searched_entries import rebuild_entry_search
    from coalition.drafting_record.searched_proposals import rebuild_proposal_search
    from coalition.forums.searched_forums import rebuild_forum_search
    from coalition.memoranda.searched_memoranda import rebuild_memorandum_search
    from coalition.organisations.rebuilding import rebuild_domains, rebuild_near_keys, rebuild_pairs, rebuild_search
    from coalition.people.searched_accounts import rebuild_account_search
    from coalition.signing_requests.searched_requests import rebuild_request_search
    from coalition.statements.searched_statements import rebuild_statement_search

    if not await migrating.has_schema():
        refuse(OUTDATED)
    await rebuild_domains()
    await rebuild_near_keys()
    if with_pairs:
        await rebuild_pairs()
    texts = await rebuild_memorandum_search() + await rebuild_statement_search() + await rebuild_request_search()
    texts += await rebuild_article_search() + await rebuild_proposal_search() + await rebuild_entry_search()
    return int(await rebuild_account_search() + await rebuild_forum_search() + texts + await rebuild_search())
