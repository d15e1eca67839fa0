"""How a receipt is exported: alike in a bundle of evidence and in the file of a case."""

from node.domain.journal import timestamp
from node.store.heads import KeptReceipt


def receipt_fields(kept: KeptReceipt) -> dict[str, object]:
    """Return a receipt as JSON knows it: hashes and signature in hexadecimal, time in RFC 3339."""
    return {
        "direction": kept.direction,
        "peer": kept.peer,
        "query_id": kept.query_id,
        "query_hash": kept.receipt.query_hash.hex(),
        "answer_hash": kept.receipt.answer_hash.hex(),
        "checkpoint": kept.receipt.checkpoint,
        "signature": kept.receipt.signature.hex(),
        "kept_at": timestamp(kept.kept_at),
    }
