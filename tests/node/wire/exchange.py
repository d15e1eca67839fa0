"""Valid values of an exchange, and strategies for all of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from matching.subject import (
    Attribute,
    EntityType,
    Kind,
    NameForm,
    NameRole,
    Part,
    PartKind,
    Pseudonym,
    Subject,
    Value,
)
from node.domain.blind import SetName, SetRequest
from node.domain.exchange import (
    Answer,
    AskedSubject,
    Band,
    Handling,
    Outcome,
    Query,
    Receipt,
    Refusal,
    Standing,
    SubjectAnswer,
)
from node.domain.justification import Aim, Category, Justification, Purpose, Urgency
from node.domain.peer import Announcement, Epoch, NodeId
from node.wire.codec import ELEMENT_COUNTS, Evaluation

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_pseudonym(number: int) -> Pseudonym:
    """Return a pseudonym that differs from that of any other number."""
    return Pseudonym(number.to_bytes(48, "big"))


def a_subject(first: int = 0) -> Subject[Pseudonym]:
    """Return a person with a name of two parts, which share a token, and a birth date."""
    p = [a_pseudonym(first + number) for number in range(8)]
    return Subject(
        EntityType.PERSON,
        names=(
            NameForm(
                NameRole.PRIMARY,
                (
                    Part(PartKind.WORD, 5, p[0], edits=(p[0], p[1]), sounds=(p[2],)),
                    Part(PartKind.WORD, 7, p[3], sounds=(p[2],), symbols=(p[4],)),
                ),
            ),
        ),
        places=(p[5],),
        values=(
            Value(Attribute.BIRTH_DATE, Kind.EXACT, p[6]),
            Value(Attribute.BIRTH_DATE, Kind.YEAR, p[7]),
        ),
    )


def a_justification(case_reference: str = "ES-2026-0417") -> Justification:
    """Return a complete justification."""
    return Justification(
        case_reference=case_reference,
        legal_basis="UNTOC Article 18",
        purpose=Purpose.DRUG_TRAFFICKING,
        offence="drugs.trafficking",
        category=Category.SUSPECT,
    )


def a_query(subjects: int = 1, *, query_id: str = "query-1") -> Query:
    """Return a query about so many persons."""
    return Query(
        id=query_id,
        justification=a_justification(),
        officer="officer-7",
        epoch=3,
        subjects=tuple(
            AskedSubject(number, Category.SUSPECT, a_subject(number * 8))
            for number in range(subjects)
        ),
    )


def a_hit(number: int = 0) -> SubjectAnswer:
    """Return a hit."""
    return SubjectAnswer(
        number=number,
        outcome=Outcome.HIT,
        band=Band.STRONG,
        contact_point="desk-1",
        reference="0f8fad5bd9cb",
        fresh_at=NOON,
        model="person-1/1",
    )


def an_answer(*subjects: SubjectAnswer, query_id: str = "query-1") -> Answer:
    """Return an answer with these subjects, or with one hit."""
    return Answer(query_id, subjects or (a_hit(),))


def an_evaluation() -> Evaluation:
    """Return the smallest batch."""
    return Evaluation(
        query_id="query-1",
        entity_type=EntityType.PERSON,
        epoch=3,
        justification=a_justification(),
        officer="officer-7",
        elements=tuple(bytes([number]) * 32 for number in range(16)),
    )


def a_set_request(page: int = 0) -> SetRequest:
    """Return a request for a page of the set of ship numbers."""
    name = SetName(EntityType.VESSEL, "imo", 3)
    return SetRequest(name, page, a_justification(), "officer-7")


def an_announcement(node: str = "fiu-nl", *, box_key: bytes = bytes(32)) -> Announcement:
    """Return an announcement for the day after noon."""
    return Announcement(
        node=NodeId(node),
        protocol_versions=(1,),
        box_key=box_key,
        box_key_id="box-1",
        issued_at=NOON,
        expires_at=NOON + timedelta(hours=24),
        epochs=(Epoch(EntityType.PERSON, 3, b"c" * 16),),
    )


pseudonyms = st.binary(min_size=48, max_size=48).map(Pseudonym)
pseudonym_tuples = st.lists(pseudonyms, max_size=4).map(tuple)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=200)
names = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
numbers = st.integers(0, 2**32 - 1)
moments = st.datetimes(timezones=st.just(UTC))
entity_types = st.sampled_from(EntityType)
parts = st.builds(
    Part,
    st.sampled_from(PartKind),
    st.integers(0, 15),
    pseudonyms,
    pseudonym_tuples,
    pseudonym_tuples,
    pseudonym_tuples,
)
name_forms = st.builds(NameForm, st.sampled_from(NameRole), st.lists(parts, max_size=3).map(tuple))
values = st.builds(
    Value,
    st.sampled_from(Attribute),
    st.sampled_from(Kind),
    pseudonyms,
    st.integers(0, 200),
)


def subjects(entity_type: EntityType) -> st.SearchStrategy[Subject[Pseudonym]]:
    """Return subjects of that entity type in every shape."""
    return st.builds(
        Subject,
        st.just(entity_type),
        st.lists(name_forms, max_size=2).map(tuple),
        pseudonym_tuples,
        pseudonym_tuples,
        st.lists(values, max_size=3).map(tuple),
    )


justifications = st.builds(
    Justification,
    case_reference=texts,
    legal_basis=texts,
    purpose=st.sampled_from(Purpose),
    offence=texts,
    category=st.sampled_from(Category),
    aim=st.sampled_from(Aim),
    urgency=st.sampled_from(Urgency),
    urgency_reason=texts,
)


standings = st.builds(Standing, names.filter(bool), moments, st.booleans(), texts | st.just(""))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Draw a query of one to three subjects of one entity type."""
    entity_type = draw(entity_types)
    standing = draw(st.none() | standings)
    asked = draw(
        st.lists(
            st.tuples(st.sampled_from(Category), subjects(entity_type)), min_size=1, max_size=3
        )
    )
    return Query(
        id=draw(names),
        justification=draw(justifications),
        officer=draw(names),
        epoch=draw(numbers),
        subjects=tuple(AskedSubject(n, c, s) for n, (c, s) in enumerate(asked)),
        standing=standing,
    )


subject_answers = st.builds(
    SubjectAnswer,
    number=numbers,
    outcome=st.sampled_from(Outcome),
    refusal=st.sampled_from(Refusal),
    band=st.sampled_from(Band),
    contact_point=names,
    reference=names,
    handling=st.sampled_from(Handling),
    fresh_at=st.none() | moments,
    model=names,
)
answers = st.builds(Answer, names, st.lists(subject_answers, max_size=4).map(tuple))
receipts = st.builds(
    Receipt,
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.lists(texts, max_size=4).map("\n".join),
    st.binary(min_size=64, max_size=64),
    st.lists(texts, max_size=1).map("\n".join),
)
epochs = st.builds(Epoch, entity_types, numbers, st.binary(min_size=16, max_size=16))
announcements = st.builds(
    Announcement,
    node=st.from_regex(r"[a-z0-9][a-z0-9-]{0,62}", fullmatch=True).map(NodeId),
    protocol_versions=st.lists(numbers, max_size=4).map(tuple),
    box_key=st.binary(min_size=32, max_size=32),
    box_key_id=names,
    issued_at=moments,
    expires_at=moments,
    epochs=st.lists(epochs, max_size=4).map(tuple),
)


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Draw a batch of one of the allowed sizes."""
    count = draw(st.sampled_from(ELEMENT_COUNTS))
    seed = draw(st.binary(min_size=32, max_size=32))
    return Evaluation(
        query_id=draw(names),
        entity_type=draw(entity_types),
        epoch=draw(numbers),
        justification=draw(justifications),
        officer=draw(names),
        elements=(seed,) * count,
    )
