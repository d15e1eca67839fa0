"""`heliograph policy`: what this node answers, to whom, and how much of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.render_policy import render_policy, render_test
from node.cli.session import Session
from node.domain.errors import SourceError

DIGEST_LETTERS = 12
"""Letters of a digest that people are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """Options of commands about a draft."""

    file: Annotated[Path, typer.Argument(help="TOML of the policy.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions:
    """Options of `policy show`."""

    toml: Annotated[
        bool, typer.Option("--toml", help="Print the file itself, to edit a copy of it.")
    ] = False


def add_policy_commands(app: typer.Typer) -> None:
    """Add the commands about the policy."""
    policies = group(app, "policy", about="Settle what is answered, within every agreement.")
    command(policies, "show", example="heliograph policy show")(show_policy)
    command(policies, "check", example="heliograph policy check draft.toml")(check_policy)
    command(policies, "test", example="heliograph policy test draft.toml")(test_policy)
    command(policies, "set", example="heliograph policy set draft.toml")(set_policy)


def show_policy(session: Session, options: ShowOptions) -> None:
    """Show what agreement and policy together allow each peer."""
    with session.connect() as node:
        policy = node.policy.show()
    if options.toml:
        session.write(policy.document.decode())
        return
    content = {**fields_of(policy), "document": policy.document.decode()}
    session.show("policy", content, render_policy(policy))


def check_policy(session: Session, options: FileOptions) -> None:
    """Read a draft and tell everything that is wrong with it at once.

    Without a node nothing is asked: the file alone is judged.
    """
    document = _read(options.file)
    if session.folder is None:
        from node.policy.inforce import digest_of  # noqa: PLC0415 - pydantic takes long to import
        from node.policy.policyfile import policy_from_toml  # noqa: PLC0415

        policy_from_toml(document)
        digest = digest_of(document)
    else:
        with session.connect() as node:
            digest = node.policy.check(document)
    session.show("policy-checked", {"digest": digest}, f"{options.file.name} can be used.")


def test_policy(session: Session, options: FileOptions) -> None:
    """Run a draft over the journalled past and show what would have ended otherwise.

    Admission and quotas are judged exactly; of the gate only which answers with a hit could have
    been held, and of the guard nothing, because the journal does not hold what was asked.
    """
    with session.connect() as node:
        tested = node.policy.test(_read(options.file))
    session.show("policy-test", fields_of(tested), render_test(tested))


def set_policy(session: Session, options: FileOptions) -> None:
    """Put a policy in force: journalled, and for the next query on, without a restart."""
    with session.connect() as node:
        digest = node.policy.put(_read(options.file), officer=session.officer)
    said = f"The policy {digest[:DIGEST_LETTERS]} is in force."
    session.show("policy-set", {"digest": digest}, said)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read", hint="Look at its path.") from error
